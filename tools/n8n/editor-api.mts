import { setTimeout as wait } from 'node:timers/promises';
import { type Execution, executionDataInFlatted, ExecutionFailed } from './execution.mts';

/** The user who signs in to the editor. n8n requires 8 characters with a digit and a capital letter. */
export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** Statuses of an execution before its end. */
const RUNNING = ['new', 'running', 'waiting'];

/** Client of the REST API that n8n's editor uses: `${url}/rest/…`. */
export class EditorApi {
	readonly url: string;
	/** The session cookie as `name=value`, once signed in. */
	cookie = '';

	constructor(url: string) {
		this.url = url;
	}

	/** Signs in. On a new instance, first sets `owner` up as its owner. */
	async signIn(owner: Owner): Promise<void> {
		const settings = await this.ask<{ userManagement: { showSetupOnFirstLoad?: boolean } }>(
			'GET',
			'/settings',
		);
		if (settings.userManagement.showSetupOnFirstLoad) await this.ask('POST', '/owner/setup', owner);
		const { email, password } = owner;
		await this.ask('POST', '/login', { emailOrLdapLoginId: email, password });
	}

	/**
	 * Executes a workflow as the editor's button does, starting at the trigger node with this name, and waits for its
	 * end.
	 * @throws ExecutionFailed if it ended with an error; Error after `timeoutSeconds`
	 */
	async runWorkflow(workflowId: string, trigger: string, timeoutSeconds = 120): Promise<Execution> {
		const path = `/workflows/${encodeURIComponent(workflowId)}`;
		// n8n 1.x executes the workflow in the request, n8n 2.x the stored one.
		const workflowData = await this.ask('GET', path);
		const { executionId } = await this.ask<{ executionId: string }>('POST', `${path}/run`, {
			workflowData,
			triggerToStartFrom: { name: trigger },
		});
		const deadline = Date.now() + timeoutSeconds * 1000;
		while (Date.now() < deadline) {
			const execution = await this.execution(executionId);
			if (execution.status === 'success') return execution;
			if (!RUNNING.includes(execution.status))
				throw new ExecutionFailed(execution);
			await wait(200);
		}
		throw new Error(`Execution ${executionId} did not end in ${timeoutSeconds} seconds`);
	}

	/** One execution with its data, running or finished. n8n 1.x may store the end of an execution before its data. */
	async execution(executionId: string): Promise<Execution> {
		for (let tries = 1; ; tries++) {
			const reply = await this.ask<Omit<Execution, 'data'> & { data: string }>(
				'GET',
				`/executions/${executionId}`,
			);
			const execution = { ...reply, data: executionDataInFlatted(reply.data) };
			const isRunning = RUNNING.includes(execution.status);
			// the data of a crashed execution never come
			if (isRunning || isComplete(execution.data) || tries === 50) return execution;
			await wait(200);
		}
	}

	/**
	 * Calls `/rest${path}` with the session's cookie.
	 * @returns `data` of the reply
	 * @throws Error with n8n's message if the status is not successful
	 */
	async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
		const reply = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: { 'content-type': 'application/json', ...(this.cookie && { cookie: this.cookie }) },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await reply.text();
		if (!reply.ok) throw new Error(`${method} /rest${path}: ${reply.status} ${text.slice(0, 500)}`);
		const session = reply.headers.getSetCookie().find((cookie) => cookie.startsWith('n8n-auth='));
		if (session) this.cookie = session.split(';')[0] ?? '';
		return (JSON.parse(text) as { data: T }).data;
	}
}

/** Whether n8n has stored an execution's data. Before, n8n 1.x has an empty object, or none at all. */
function isComplete(data: Execution['data'] | undefined): boolean {
	return data?.resultData !== undefined;
}
