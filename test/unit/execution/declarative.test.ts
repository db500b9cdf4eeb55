/** State that the items of one execution of a declarative operation share. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { inputError } from '../../../nodes/GooglePhotos/errors/nodeError';
import { singleRequest, withItemErrors } from '../../../nodes/GooglePhotos/execution/declarative';
import type { RunInOrder } from '../../../nodes/GooglePhotos/execution/declarative';
import { errorText } from '../../support/errorText';
import { newCredentialId, node } from '../support/caller';
import type { Respond } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { forItems, newExecution, routedItem, routedRequest } from '../support/routedItem';
import type { RoutedOptions } from '../support/routedItem';
import { errorOf, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const full = () => googleSays(400, 'The remaining storage is not enough.');
const bad = () => googleSays(400, 'Request contains an invalid argument.');

/** Starts all items at once, each of which creates an album with its index as title; writes are sent in turn. */
async function createAlbums(items: number[], answer: (title: string) => unknown, options: RoutedOptions = {}) {
	const sent: string[] = [];
	const respond: Respond = async ({ body }) => {
		const { title } = (body as unknown as { album: { title: string } }).album;
		sent.push(title);
		await time.clock.delay(SECOND);
		return answer(title);
	};
	const request = (item: number) => routedRequest({ method: 'POST', url: '/v1/albums', body: { album: { title: String(item) } } });
	const outcomes = await time.clock.until(
		forItems(items, async (context, item) => await singleRequest(context, request(item), { item }), {
			credentialId: newCredentialId(),
			execution: newExecution(),
			...options,
			respond,
		}),
	);
	return { sent, outcomes };
}

/** The error message of each item, whether thrown or in an output. */
const errors = (outcomes: Array<INodeExecutionData[] | Error>) =>
	outcomes.map((outcome) => (outcome instanceof Error ? outcome.message : outcome[0]?.json.error));

/** Throws for one album. */
const refusing = (refused: string, error: () => Error) => (title: string) => {
	if (title === refused) throw error();
	return { id: title };
};

describe('one item', () => {
	test('is paired with all its results', async () => {
		const results = [{ json: { id: 'a' } }, { json: { id: 'b' }, pairedItem: { item: 9 } }];
		expect(await withItemErrors(routedItem({ item: 4 }), async () => results)).toStrictEqual([
			{ json: { id: 'a' }, pairedItem: { item: 4 } },
			{ json: { id: 'b' }, pairedItem: { item: 4 } },
		]);
	});

	test('throws its failure unchanged', async () => {
		const failure = new Error('It failed');
		expect(await errorOf(withItemErrors(routedItem(), async () => await Promise.reject(failure)))).toBe(failure);
	});

	test('outputs its failure under Continue On Fail, paired and with the JSON of the input item', async () => {
		const error = new Error('It failed');
		const context = routedItem({ item: 4, continueOnFail: true, input: { json: { rowId: 7 } } });
		expect(await withItemErrors(context, async () => await Promise.reject(error))).toStrictEqual([
			{ json: { rowId: 7, error: 'It failed' }, pairedItem: { item: 4 } },
		]);
	});
});

test('without failures each item outputs its reply', async () => {
	const { outcomes, sent } = await createAlbums([0, 1, 2], (id) => ({ id }));
	expect(outcomes).toStrictEqual([0, 1, 2].map((item) => [{ json: { id: String(item) }, pairedItem: { item } }]));
	expect(sent).toEqual(['0', '1', '2']);
});

test('a failure ends the execution: queued items are not sent, and only the failed item throws', async () => {
	const { outcomes, sent } = await createAlbums([0, 1, 2, 3], refusing('1', bad));
	expect(sent).toEqual(['0', '1']);
	expect(outcomes[1]).toBeInstanceOf(Error);
	expect(errors(outcomes)[1]).toBe('Google Photos did not accept the request [item 1]. Google says: Request contains an invalid argument.');
	// n8n throws the first error that it finds, as the error of that item
	expect(outcomes.slice(2)).toEqual([[], []]);
});

test('under Continue On Fail the other items continue', async () => {
	const { outcomes, sent } = await createAlbums([0, 1, 2], refusing('1', bad), { continueOnFail: true });
	expect(sent).toEqual(['0', '1', '2']);
	expect(errors(outcomes)).toEqual([undefined, 'Google Photos did not accept the request [item 1]. Google says: Request contains an invalid argument.', undefined]);
});

test('under Continue On Fail a fatal failure ends the execution: errors of queued items say "Not sent"', async () => {
	const { outcomes, sent } = await createAlbums([0, 1, 2, 3], refusing('1', full), { continueOnFail: true });
	expect(sent).toEqual(['0', '1']);
	const message = (item: number) => `The storage of the Google account is full [item ${item}]. Free up space at one.google.com/storage or buy more, then run the rest.`;
	expect(errors(outcomes)).toEqual([undefined, message(1), `Not sent: ${message(2)}`, `Not sent: ${message(3)}`]);
});

test('a failure before the request, such as an invalid parameter, ends the execution as well', async () => {
	const options = { credentialId: newCredentialId(), execution: newExecution() };
	const sent: number[] = [];
	const respond = async () => {
		sent.push(time.clock.elapsed);
		await time.clock.delay(SECOND);
		return { id: 'a' };
	};
	const wrong = ['A wrong field', 'Another one'].map((message) => inputError(node(), message, ''));
	const outcomes = await time.clock.until(
		forItems(
			[0, 1, 2, 3],
			async (context, item) => {
				if (item < 2) return await singleRequest(context, routedRequest({ method: 'POST', url: '/v1/albums' }), { item });
				await time.clock.delay(item * 100);
				throw wrong[item - 2];
			},
			{ ...options, respond },
		),
	);
	expect(sent).toEqual([0]);
	// the first failure ends the execution
	expect(outcomes).toEqual([[{ json: { id: 'a' }, pairedItem: { item: 0 } }], [], wrong[0], wrong[1]]);
});

describe('a later try of Retry On Fail', () => {
	test('gets the same data, and sends the requests again', async () => {
		const options = { execution: newExecution(), credentialId: newCredentialId() };
		expect((await createAlbums([0, 1], refusing('0', bad), options)).sent).toEqual(['0']);
		const { outcomes, sent } = await createAlbums([0, 1], (id) => ({ id }), options);
		expect(sent).toEqual(['0', '1']);
		expect(errors(outcomes)).toEqual([undefined, undefined]);
	});

	test('sends only the items without an outcome, so that no album is created twice', async () => {
		const inputs = [0, 1, 2].map((rowId) => ({ json: { rowId } }));
		const options = { execution: newExecution(), credentialId: newCredentialId(), settings: { retryOnFail: true }, inputs };
		expect((await createAlbums([0, 1, 2], refusing('1', bad), options)).sent).toEqual(['0', '1']);
		const { outcomes, sent } = await createAlbums([0, 1, 2], (id) => ({ id }), options);
		expect(sent).toEqual(['1', '2']);
		expect(outcomes).toEqual([0, 1, 2].map((item) => [{ json: { id: String(item) }, pairedItem: { item } }]));
	});

	test('ends at its own failure, not at that of the earlier try', async () => {
		const options = { execution: newExecution(), credentialId: newCredentialId() };
		await createAlbums([0, 1], refusing('0', bad), options);
		const { outcomes, sent } = await createAlbums([0, 1, 2], refusing('1', bad), options);
		expect(sent).toEqual(['0', '1']);
		expect(errors(outcomes)[1]).toBe('Google Photos did not accept the request [item 1]. Google says: Request contains an invalid argument.');
		expect(outcomes[2]).toEqual([]);
	});
});

test('an item that starts later belongs to the same execution, and is not sent after a failure', async () => {
	const options = { execution: newExecution(), credentialId: newCredentialId() };
	await createAlbums([0], refusing('0', bad), options);
	const { outcomes, sent } = await createAlbums([1], (id) => ({ id }), options);
	expect(sent).toEqual([]);
	expect(outcomes).toEqual([[]]);
});

test('another execution of the same account continues', async () => {
	const credentialId = newCredentialId();
	await createAlbums([0], refusing('0', full), { credentialId });
	expect((await createAlbums([0, 1], (id) => ({ id }), { credentialId })).sent).toEqual(['0', '1']);
});

describe('a writing operation', () => {
	const writes = { done: 'created', nameOf: ({ title }: IDataObject) => `album "${title}"` };

	/** Starts all items at once; each takes the given seconds until its request is sent. */
	async function write(preparing: number[], options: RoutedOptions = {}, fails?: number) {
		const log: string[] = [];
		const execution = newExecution();
		const outcomes = await time.clock.until(
			Promise.all(
				preparing.map(async (seconds, item) => {
					const context = routedItem({ ...options, execution, item, input: { json: { rowId: item } } });
					const work = async (turn: RunInOrder) =>
						await turn(async () => {
							await time.clock.delay(seconds * SECOND);
							log.push(`begin ${item}`);
							await time.clock.delay(SECOND);
							log.push(`end ${item}`);
							if (item === fails) throw inputError(node(), 'It failed', 'Look.', { item });
							return [{ json: { title: `T${item}` } }];
						}, {});
					return await withItemErrors(context, work, writes).catch((error: Error) => error);
				}),
			),
		);
		return { log, outcomes };
	}

	test('writes one item after the other, in input order, even if earlier ones take longer to prepare', async () => {
		const { log, outcomes } = await write([3, 2, 0]);
		expect(log).toEqual(['begin 0', 'end 0', 'begin 1', 'end 1', 'begin 2', 'end 2']);
		expect(outcomes).toEqual([0, 1, 2].map((item) => [{ json: { title: `T${item}` }, pairedItem: { item } }]));
	});

	test('throws an error that lists what earlier items created, and later items do not start', async () => {
		const { log, outcomes } = await write([0, 0, 0, 0], {}, 2);
		expect(log.at(-1)).toBe('end 2');
		expect(errorText(outcomes[2] as Error)).toBe(
			'It failed [item 2]. Look. | Already created: album "T0" [item 0], album "T1" [item 1].',
		);
		expect(outcomes[3]).toEqual([]);
	});

	test('starts the next item under Continue On Fail when the failed one has ended', async () => {
		const { log, outcomes } = await write([0, 0, 0], { continueOnFail: true }, 1);
		expect(log).toEqual(['begin 0', 'end 0', 'begin 1', 'end 1', 'begin 2', 'end 2']);
		expect(outcomes.flat()).toMatchObject([{ json: { title: 'T0' } }, { json: { rowId: 1, error: 'It failed [item 1]. Look.' } }, { json: { title: 'T2' } }]);
	});

	test('names at most 20 created objects in an error', async () => {
		const { outcomes } = await write(Array<number>(26).fill(0), {}, 25);
		expect(errorText(outcomes[25] as Error)).toMatch(/album "T19" \[item 19\] and 5 more\.$/);
	});
});
