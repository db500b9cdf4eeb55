import type { IDataObject, INode, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { poll } from '../../../nodes/GooglePhotosTrigger/poll';
import type { TriggerState } from '../../../nodes/GooglePhotosTrigger/state';
import type { ChangingLibrary } from './changingLibrary';
import { fakeCaller, newCredentialId, node } from './caller';

/** How n8n keeps what a trigger remembers. */
export interface Keeping {
	/** milliseconds that a poll may take */
	budget: number;
	/**
	 * as durable cursors do: also a poll without items stores it, by the id of the node, and each poll has a context of
	 * its own; else only one with items stores it, and the activation, by the name of the node
	 */
	durable: boolean;
}

/** n8n around one trigger: its static data, and what becomes of the results of polls. */
export class Poller {
	/** what is in n8n's database */
	private stored = '{}';
	/** the static data of the workflow that the active trigger has in memory */
	staticData: Record<string, IDataObject> = {};
	/** ids of everything that started the workflow */
	readonly emitted: string[] = [];
	readonly credentialId = newCredentialId();
	private context?: IPollFunctions;
	private readonly node: INode;
	signIn = 'refresh token';
	/** what the credential may do; all, if not said */
	scope?: string;

	constructor(
		public library: ChangingLibrary,
		public parameters: IDataObject,
		private readonly keeping: Keeping = { budget: 5 * 60_000, durable: false },
		of: Partial<INode> = {},
	) {
		this.node = { ...node(this.credentialId), name: 'Trigger', ...of };
	}

	private newContext(mode: string): IPollFunctions {
		const { keeping } = this;
		const caller = fakeCaller({
			credentialId: this.credentialId,
			respond: async (request) => await this.library.respond(request),
		});
		return {
			...caller,
			workflow: {
				staticData: this.staticData,
				nodes: { [this.node.name]: this.node },
			},
			getNode: () => ({ ...this.node }),
			getCredentials: async () => ({ clientId: 'client', oauthTokenData: { refresh_token: this.signIn, scope: this.scope } }),
			getMode: () => mode,
			getWorkflow: () => ({ id: this.credentialId, active: true }),
			getWorkflowStaticData: () => (this.staticData[this.slot] ??= {}),
			getNodeParameter: (name: string, fallback: unknown) => this.parameters[name] ?? fallback,
			getPollBudgetMs: () => keeping.budget,
		} as unknown as IPollFunctions;
	}

	private get slot(): string {
		return this.keeping.durable ? `cursor:${this.node.id}` : `node:${this.node.name}`;
	}

	/** What the trigger remembers. */
	get memory(): TriggerState | undefined {
		const slots = Object.values(this.staticData) as Array<{ memories?: Record<string, TriggerState> }>;
		return slots.map(({ memories }) => memories?.[this.node.id]).find((memory) => memory !== undefined);
	}

	/** A test in the editor. */
	async test(): Promise<INodeExecutionData[]> {
		return (await poll(this.newContext('manual')))?.[0] ?? [];
	}

	/** A poll of the active workflow; its result starts the workflow. @returns the ids, or null */
	async poll(): Promise<string[] | null> {
		const ids = await this.pollUnstored();
		if (ids || this.keeping.durable) this.store();
		return ids;
	}

	/** n8n polls once when the workflow is published or n8n starts, and stores what the trigger remembers then. */
	async activate(): Promise<string[] | null> {
		this.restart();
		const ids = await this.pollUnstored();
		this.store();
		return ids;
	}

	/** A poll whose result starts the workflow, and n8n is killed before it stores what the trigger remembers. */
	async pollKilled(): Promise<string[] | null> {
		const ids = await this.pollUnstored();
		this.restart();
		return ids;
	}

	/** A poll whose result comes when the workflow has just been published anew. */
	async pollDiscarded(): Promise<void> {
		const before = this.emitted.length;
		await this.pollUnstored();
		this.emitted.length = before;
		this.restart();
	}

	private async pollUnstored(): Promise<string[] | null> {
		if (this.keeping.durable || !this.context) this.context = this.newContext('trigger');
		const result = await poll(this.context);
		if (!result) return null;
		const ids = result[0].map(({ json }) => json.id as string);
		this.emitted.push(...ids);
		return ids;
	}

	/** Back to what is in the database, with a context of its own. */
	restart(): void {
		this.staticData = JSON.parse(this.stored) as Record<string, IDataObject>;
		this.context = undefined;
	}

	/** The node gets another name, and is published so. */
	rename(name: string): void {
		this.node.name = name;
		this.restart();
	}

	store(): void {
		this.stored = JSON.stringify(this.staticData);
	}
}
