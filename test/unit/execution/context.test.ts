import type {
	IDataObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INodeExecutionData,
	IWorkflowSettings,
} from 'n8n-workflow';
import { fromExecute, fromTool } from '../../../nodes/GooglePhotos/execution/context';
import { node } from '../support/caller';
import { errorOf } from '../support/virtualClock';

interface Given {
	/** parameters of each item; those of the first item apply to the node */
	parameters?: IDataObject[];
	continueOnFail?: boolean;
	/** if omitted, the context has no workflow settings, as in n8n 1.x */
	workflow?: IWorkflowSettings & { binaryMode?: string };
	type?: string;
}

const items: INodeExecutionData[] = [{ json: { n: 0 } }, { json: { n: 1 } }];

function common({ workflow, type = 'googlePhotos' }: Given) {
	const own = { ...node(), type };
	return { getNode: () => own, ...(workflow && { getWorkflowSettings: () => workflow }) };
}

/** The part of n8n's context for a custom operation that the node uses. */
function allItems(given: Given = {}) {
	const { parameters = [], continueOnFail = false } = given;
	const hints: unknown[] = [];
	const context = {
		...common(given),
		getInputData: () => items,
		getNodeParameter: (name: string, item: number, fallback: unknown) => parameters[item]?.[name] ?? fallback,
		continueOnFail: () => continueOnFail,
		addExecutionHints: (...added: unknown[]) => hints.push(...added),
	} as unknown as IExecuteFunctions;
	return { context, hints };
}

/** The same for a declarative operation, which is called for the second of two items. */
function oneItem(given: Given = {}): IExecutePaginationFunctions {
	const { parameters = [] } = given;
	return {
		...common(given),
		getInputData: () => items[1],
		getItemIndex: () => 1,
		getNodeParameter: (name: string, fallback: unknown) => parameters[0]?.[name] ?? fallback,
	} as unknown as IExecutePaginationFunctions;
}

test('an execution over all items reads the parameters of each item', () => {
	const album = { mode: 'id', value: 'b' };
	const { context } = allItems({ parameters: [{ album: 'a' }, { album }] });
	const run = fromExecute(context);
	expect(run.n8n).toBe(context);
	expect(run.items).toBe(items);
	expect([run.indexOf(0), run.indexOf(1)]).toEqual([0, 1]);
	expect([run.parameter('album', 0, ''), run.parameter('album', 1, '')]).toEqual(['a', album]);
	expect(run.parameter('title', 1, 'none')).toBe('none');
});

test('a tool of an agent gets one item, and keeps its index in the node', () => {
	const context = oneItem({ parameters: [{ album: 'a' }] });
	const run = fromTool(context);
	expect(run.n8n).toBe(context);
	expect(run.items).toEqual([items[1]]);
	expect(run.indexOf(0)).toBe(1);
	expect(run.parameter('album', 0, '')).toBe('a');
	expect(run.parameter('title', 0, 'none')).toBe('none');
});

test('Continue On Fail is read from the node, but is off for a tool, since n8n itself handles it', () => {
	expect(fromExecute(allItems({ continueOnFail: true }).context).continueOnFail).toBe(true);
	expect(fromExecute(allItems().context).continueOnFail).toBe(false);
	expect(fromTool(oneItem({ continueOnFail: true })).continueOnFail).toBe(false);
});

describe.each([
	['over all items', (given: Given) => fromExecute(allItems(given).context)],
	['over one item', (given: Given) => fromTool(oneItem(given))],
])('an execution %s', (_title, runOver) => {
	test.each<[string, Given['workflow'], boolean]>([
		['combined', { binaryMode: 'combined' }, true],
		['separate', { binaryMode: 'separate' }, false],
		['of an older workflow', {}, false],
		['of n8n 1.x', undefined, false],
	])('binary mode %s decides whether files are kept in JSON', (_mode, workflow, inJson) => {
		expect(runOver({ workflow }).filesInJson).toBe(inJson);
	});

	test('uses the Request Options of the node, and as a tool a Maximum Wait of 2 minutes', () => {
		const requestOptions = { allowUnauthorizedCerts: true, timeout: 5 };
		const parameters = [{ requestOptions }, { requestOptions: { timeout: 6 } }];
		expect(runOver({ parameters }).settings).toMatchObject({ skipSslCertificateValidation: true, timeout: 5 });
		const { maximumWait, ...others } = runOver({}).settings;
		expect(others).toEqual({});
		// a user waits for the answer of a tool
		expect(maximumWait).toBe(runOver({}).asTool ? 120_000 : undefined);
	});

	test('fails before anything is sent if the proxy is not a URL', async () => {
		const running = (async () => runOver({ parameters: [{ requestOptions: { proxy: 'localhost' } }] }))();
		expect((await errorOf(running)).message).toBe('The proxy is not a valid URL. Enter it with its protocol and port, such as http://localhost:3128.');
	});
});

test.each([
	['googlePhotos', false],
	['googlePhotosTool', true],
	['toolOfGooglePhotos', false],
])('a node of the type %s is a tool of an agent: %p', (type, asTool) => {
	const run = fromExecute(allItems({ type }).context);
	expect(run.asTool).toBe(asTool);
	expect(run.settings.maximumWait).toBe(asTool ? 120_000 : undefined);
});

test('an execution over one item is always one of a tool, even if the node type does not say so', () => {
	expect(fromTool(oneItem()).asTool).toBe(true);
});

test('a hint is shown in the output pane; for a tool it does nothing', () => {
	const { context, hints } = allItems();
	fromExecute(context).hint('Look here');
	expect(hints).toEqual([{ message: 'Look here', location: 'outputPane' }]);
	expect(() => fromTool(oneItem()).hint('Look here')).not.toThrow();
});
