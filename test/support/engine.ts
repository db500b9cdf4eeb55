/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
/**
 * The built node in n8n-core's real engine: expressions, display options, routing, token refresh, binary
 * store, Continue On Fail and paired items are n8n's own, not imitations.
 */
import 'reflect-metadata';
import path from 'node:path';
import type { Readable } from 'node:stream';
import {
	BinaryDataConfig,
	BinaryDataService,
	ExecuteContext,
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	WorkflowExecute,
} from 'n8n-core';
import { createRunExecutionData, Workflow } from 'n8n-workflow';
import type {
	IBinaryData,
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteData,
	INode,
	INodeExecutionData,
	INodeListSearchResult,
	INodeTypes,
	IRun,
	ITaskData,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { loadNodeTypes } from './builtNodes';
import { N8N_LINE } from './n8nLine';
import { storedCredential } from './storedCredential';

/** The node whose output the node gets as its input. */
const BEFORE = 'Before';
const CREDENTIAL = 'googlePhotosLibraryOAuth2Api';
const TOOL = 'n8n-nodes-google-photos-library.googlePhotosTool';

/** n8n-core's own copy of a package: another copy would have a dependency container of its own. */
function fromCore<T>(id: string): T {
	const core = path.dirname(nativeRequire.resolve('n8n-core/package.json'));
	return nativeRequire(nativeRequire.resolve(id, { paths: [core] })) as T;
}

const { Container } = fromCore<{ Container: { get<T>(type: new (...args: never[]) => T): T } }>('@n8n/di');
const network = '@n8n/backend-network';
// n8n 1.x sets the same by being loaded
if (N8N_LINE === 2) fromCore<{ configureGlobalAxiosDefaults(): void }>(network).configureGlobalAxiosDefaults();

let loaded: Promise<INodeTypes> | undefined;

export type BinaryMode = 'default' | 'filesystem';

/** How the node is run. */
export interface RunOptions {
	items?: INodeExecutionData[];
	/** settings of the node, such as `onError` */
	node?: Partial<INode>;
	/** changes the stored credential before the run */
	credential?: (data: ICredentialDataDecryptedObject) => void;
	mode?: WorkflowExecuteMode;
	workflowSettings?: IDataObject;
}

/** One Google account's credential in one engine. */
export class Engine {
	/** the credential as n8n keeps it; the engine writes refreshed tokens into it */
	readonly stored: ICredentialDataDecryptedObject;

	private constructor(
		private readonly nodeTypes: INodeTypes,
		readonly account: EmulatedAccount,
	) {
		this.stored = storedCredential(account);
	}

	static async for(account: EmulatedAccount, binaryMode: BinaryMode = 'filesystem'): Promise<Engine> {
		loaded ??= loadNodeTypes();
		Container.get(BinaryDataConfig).mode = binaryMode;
		await Container.get(BinaryDataService).init();
		return new Engine(await loaded, account);
	}

	/** An n8n file, in n8n's binary store. */
	async file(content: Buffer | Readable, fileName: string | undefined, mimeType: string): Promise<IBinaryData> {
		return await Container.get(BinaryDataService).store(
			{ type: 'execution', workflowId: 'workflow', executionId: 'execution' },
			content,
			{ data: '', mimeType, ...(fileName !== undefined && { fileName }) },
		);
	}

	/** How many bytes an n8n file in n8n's binary store has. */
	async sizeOf(file: IBinaryData): Promise<number> {
		return (await Container.get(BinaryDataService).getMetadata(file.id as string)).fileSize;
	}

	/** The content of an n8n file. */
	async content(file: IBinaryData): Promise<Buffer> {
		return await Container.get(BinaryDataService).getAsBuffer(file);
	}

	/** Runs the node once behind another one; the result is all that n8n keeps of the execution. */
	async execute(parameters: IDataObject, options: RunOptions = {}): Promise<IRun> {
		const { items = [{ json: {} }], mode = 'manual' } = options;
		options.credential?.(this.stored);
		const workflow = this.workflow(parameters, options);
		const node = workflow.getNode('Google Photos') as INode;
		const before: ITaskData = {
			startTime: 0,
			executionIndex: 0,
			executionTime: 0,
			executionStatus: 'success',
			source: [],
			data: { main: [items] },
		};
		const data = createRunExecutionData({
			resultData: { runData: { [BEFORE]: [before] } },
			executionData: {
				nodeExecutionStack: [{ node, data: { main: [items] }, source: { main: [{ previousNode: BEFORE }] } }],
			},
		});
		return await new WorkflowExecute(this.additionalData(mode), mode, data).processRunExecutionData(workflow);
	}

	/** Runs the node and returns the items of its first output; throws the node's error. */
	async run(parameters: IDataObject, options: RunOptions = {}): Promise<INodeExecutionData[]> {
		return (await this.outputs(parameters, options))[0] ?? [];
	}

	/** Runs the node and returns the items of all its outputs; throws the node's error. */
	async outputs(parameters: IDataObject, options: RunOptions = {}): Promise<INodeExecutionData[][]> {
		const { resultData } = (await this.execute(parameters, options)).data;
		if (resultData.error) throw resultData.error;
		return (resultData.runData['Google Photos']?.[0].data?.main ?? []).map((output) => output ?? []);
	}

	/**
	 * Runs the node as a tool in the way of agents before version 3, of an agent that is a tool itself and of the MCP
	 * trigger: `execute` is called directly, so that n8n takes every operation for a declarative one.
	 */
	async runAsTool(
		parameters: IDataObject,
		item: INodeExecutionData = { json: {} },
		settings: Partial<INode> = {},
	): Promise<INodeExecutionData[]> {
		const workflow = this.workflow(parameters, { node: { ...settings, type: TOOL } });
		const node = workflow.getNode('Google Photos') as INode;
		const data = { main: [[item]] };
		const executeData: IExecuteData = { node, data, source: null };
		const context = new ExecuteContext(
			workflow,
			node,
			this.additionalData('manual'),
			'manual',
			createRunExecutionData({}),
			0,
			[item],
			data,
			executeData,
			[],
		);
		const nodeType = this.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const result = (await nodeType.execute?.call(context)) as INodeExecutionData[][];
		return result[0];
	}

	/** Runs the node as a tool in the way of an AI Agent of version 3, by the engine. @returns what the model reads */
	async answerForAgent(parameters: IDataObject, settings: Partial<INode> = {}): Promise<string> {
		const ofTool = { ...settings, type: TOOL, rewireOutputLogTo: 'ai_tool' } as Partial<INode>;
		const { resultData } = (await this.execute(parameters, { node: ofTool })).data;
		const [{ data, error }] = resultData.runData['Google Photos'];
		const items = data?.ai_tool?.[0] ?? [];
		if (items.length > 0) return JSON.stringify(items.map(({ json }) => json));
		return JSON.stringify(error ? { error: error.message } : '');
	}

	/** What the editor's drop-down list of a locator shows. */
	async listSearch(method: string, filter?: string, token?: string): Promise<INodeListSearchResult> {
		const workflow = this.workflow({ resource: 'album', operation: 'get' }, {});
		const node = workflow.getNode('Google Photos') as INode;
		const context = new LoadOptionsContext(workflow, node, this.additionalData('manual'), '');
		const search = this.nodeTypes.getByNameAndVersion(node.type, 1).methods?.listSearch?.[method];
		if (!search) throw new Error(`no list search ${method}`);
		return await search.call(context, filter, token);
	}

	workflow(parameters: IDataObject, options: RunOptions): Workflow {
		const node = {
			id: 'node',
			name: 'Google Photos',
			type: 'n8n-nodes-google-photos-library.googlePhotos',
			typeVersion: 1,
			position: [0, 0] as [number, number],
			credentials: { [CREDENTIAL]: { id: this.account.id, name: 'Photos of the tests' } },
			parameters: parameters as INode['parameters'],
			...options.node,
		};
		return new Workflow({
			id: 'workflow',
			nodes: [{ ...node, id: 'before', name: BEFORE, parameters: {} }, node],
			connections: { [BEFORE]: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
			active: false,
			nodeTypes: this.nodeTypes,
			settings: { executionOrder: 'v1', ...options.workflowSettings },
		});
	}

	additionalData(mode: WorkflowExecuteMode): IWorkflowExecuteAdditionalData {
		return {
			credentialsHelper: this.credentialsHelper(),
			executionId: 'execution',
			currentNodeExecutionIndex: 0,
			variables: {},
			restApiUrl: '',
			instanceBaseUrl: '',
			webhookWaitingBaseUrl: 'http://localhost',
			formWaitingBaseUrl: 'http://localhost',
			hooks: new ExecutionLifecycleHooks(mode, 'execution', {
				id: 'workflow',
				name: 'workflow',
				nodes: [],
				connections: {},
			} as never),
		} as unknown as IWorkflowExecuteAdditionalData;
	}

	private credentialsHelper() {
		return {
			getParentTypes: () => ['googleOAuth2Api', 'oAuth2Api'],
			getDecrypted: async () => structuredClone(this.stored),
			authenticate: async (_credentials: unknown, _type: string, options: unknown) => options,
			preAuthentication: async () => undefined,
			runPreAuthentication: async () => undefined,
			updateCredentials: async () => {},
			updateCredentialsOauthTokenData: async (_node: unknown, _type: string, data: IDataObject) => {
				this.stored.oauthTokenData = structuredClone(data.oauthTokenData) as IDataObject;
			},
			isCredentialUsableByNode: () => true,
			getOAuth2Options: () => undefined,
			getCredentialsProperties: () => [],
		};
	}
}
