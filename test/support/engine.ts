/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
/**
 * Runs the built node in n8n-core's real engine: expressions, display options, routing, token refresh, binary store,
 * Continue On Fail and paired items are n8n's own, not stand-ins.
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

/** Name of the node whose output is this node's input. */
const BEFORE = 'Before';
const CREDENTIAL = 'googlePhotosLibraryOAuth2Api';
const TOOL = 'n8n-nodes-google-photos-library.googlePhotosTool';

/** n8n-core's own copy of a package, because another copy would have a separate dependency container. */
function fromCore<T>(id: string): T {
	const core = path.dirname(nativeRequire.resolve('n8n-core/package.json'));
	return nativeRequire(nativeRequire.resolve(id, { paths: [core] })) as T;
}

const { Container } = fromCore<{ Container: { get<T>(type: new (...args: never[]) => T): T } }>('@n8n/di');
const network = '@n8n/backend-network';
// n8n 1.x sets the same defaults when it is loaded.
if (N8N_LINE === 2) fromCore<{ configureGlobalAxiosDefaults(): void }>(network).configureGlobalAxiosDefaults();

let loaded: Promise<INodeTypes> | undefined;

export type BinaryMode = 'default' | 'filesystem';

/** How to run the node. */
export interface RunOptions {
	items?: INodeExecutionData[];
	/** settings of the node, such as `onError` */
	node?: Partial<INode>;
	/** changes the stored credential before the execution */
	credential?: (data: ICredentialDataDecryptedObject) => void;
	mode?: WorkflowExecuteMode;
	workflowSettings?: IDataObject;
}

/** An engine with the credential of one Google account. */
export class Engine {
	/** the stored credential, into which the engine writes refreshed tokens */
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

	/** Stores a file in n8n's binary store. */
	async file(content: Buffer | Readable, fileName: string | undefined, mimeType: string): Promise<IBinaryData> {
		return await Container.get(BinaryDataService).store(
			{ type: 'execution', workflowId: 'workflow', executionId: 'execution' },
			content,
			{ data: '', mimeType, ...(fileName !== undefined && { fileName }) },
		);
	}

	/** Size in bytes of a file in n8n's binary store. */
	async sizeOf(file: IBinaryData): Promise<number> {
		return (await Container.get(BinaryDataService).getMetadata(file.id as string)).fileSize;
	}

	/** Content of a file in n8n's binary store. */
	async content(file: IBinaryData): Promise<Buffer> {
		return await Container.get(BinaryDataService).getAsBuffer(file);
	}

	/** Executes the node once after another one. @returns the complete execution data */
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

	/** @returns the items of the first output @throws the node's error */
	async run(parameters: IDataObject, options: RunOptions = {}): Promise<INodeExecutionData[]> {
		return (await this.outputs(parameters, options))[0] ?? [];
	}

	/** @returns the items of all outputs @throws the node's error */
	async outputs(parameters: IDataObject, options: RunOptions = {}): Promise<INodeExecutionData[][]> {
		const { resultData } = (await this.execute(parameters, options)).data;
		if (resultData.error) throw resultData.error;
		return (resultData.runData['Google Photos']?.[0].data?.main ?? []).map((output) => output ?? []);
	}

	/**
	 * Runs the node as a tool the way agents before version 3, agents used as tools and the MCP trigger do: they call
	 * `execute` directly, so n8n treats every operation as declarative.
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

	/**
	 * Runs the node as a tool the way an AI Agent of version 3 does, through the engine. @returns what the model
	 * receives
	 */
	async answerForAgent(parameters: IDataObject, settings: Partial<INode> = {}): Promise<string> {
		const ofTool = { ...settings, type: TOOL, rewireOutputLogTo: 'ai_tool' } as Partial<INode>;
		const { resultData } = (await this.execute(parameters, { node: ofTool })).data;
		const [{ data, error }] = resultData.runData['Google Photos'];
		const items = data?.ai_tool?.[0] ?? [];
		if (items.length > 0) return JSON.stringify(items.map(({ json }) => json));
		return JSON.stringify(error ? { error: error.message } : '');
	}

	/** The entries of a resource locator's list. */
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
