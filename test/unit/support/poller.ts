import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { poll } from '../../../nodes/GooglePhotosTrigger/poll';
import type { ChangingLibrary } from './changingLibrary';
import { fakeCaller, newCredentialId } from './caller';

/** How n8n keeps what a trigger remembers. */
export interface Keeping {
	/** milliseconds that a poll may take */
	budget: number;
	/** also a poll without items stores it, as durable cursors do; else only one with items, and the activation */
	always: boolean;
}

/** n8n around one trigger: its static data, and what becomes of the results of polls. */
export class Poller {
	/** what is in n8n's database */
	private stored = '{}';
	/** what the active trigger has in memory */
	staticData: IDataObject = {};
	/** ids of everything that started the workflow */
	readonly emitted: string[] = [];
	private readonly credentialId = newCredentialId();
	signIn = 'refresh token';

	constructor(
		public library: ChangingLibrary,
		public parameters: IDataObject,
		private readonly keeping: Keeping = { budget: 5 * 60_000, always: false },
	) {}

	private context(mode: string): IPollFunctions {
		const { parameters, library, signIn, keeping } = this;
		return {
			...fakeCaller({ credentialId: this.credentialId, respond: library.respond }),
			getCredentials: async () => ({ clientId: 'client', oauthTokenData: { refresh_token: signIn } }),
			getMode: () => mode,
			getWorkflow: () => ({ id: this.credentialId, active: true }),
			getWorkflowStaticData: () => this.staticData,
			getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
			getPollBudgetMs: () => keeping.budget,
		} as unknown as IPollFunctions;
	}

	/** A test in the editor. */
	async test(): Promise<INodeExecutionData[]> {
		return (await poll(this.context('manual')))?.[0] ?? [];
	}

	/** A poll of the active workflow; its result starts the workflow. @returns the ids, or null */
	async poll(): Promise<string[] | null> {
		const result = await poll(this.context('trigger'));
		if (result || this.keeping.always) this.store();
		if (!result) return null;
		const ids = result[0].map(({ json }) => json.id as string);
		this.emitted.push(...ids);
		return ids;
	}

	/** n8n polls once when the workflow is activated, and stores what the trigger remembers then. */
	async activate(): Promise<void> {
		await this.poll();
		this.store();
	}

	/** A poll whose result comes when the workflow has just been published anew. */
	async pollDiscarded(): Promise<void> {
		await poll(this.context('trigger'));
		this.restart();
	}

	/** Back to what is in the database. */
	restart(): void {
		this.staticData = JSON.parse(this.stored) as IDataObject;
	}

	private store(): void {
		this.stored = JSON.stringify(this.staticData);
	}
}
