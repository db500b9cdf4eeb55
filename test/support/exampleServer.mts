import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sampleNames, samplesFolder } from '../../tools/demo/samples.mts';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { EditorApi } from '../../tools/n8n/editor-api.mts';
import { importInto } from '../../tools/n8n/import.mts';
import type { N8nServer } from '../../tools/n8n/server.mts';
import { folderOf } from '../../tools/n8n/versions.mts';
import { basic, credentialsFor } from './exampleCredentials.mts';
import { addressesOf, example, exampleFiles, type Own } from './examples.mts';
import { type TestN8n, testN8n } from './realN8n.mts';
import { owner } from './sharedN8n.mts';
import { bodyOf } from './standIns/body.mts';
import { type Drive, driveOf } from './standIns/drive.mts';
import { type OpenAi, openAi } from './standIns/openAi.mts';
import { type S3, s3 } from './standIns/s3.mts';
import { portOf, serveWeb, type Web } from './standIns/web.mts';
import { until } from './until.mts';
import { chain, manualTrigger, photos, readFiles } from './workflow.mts';

export { basic, token } from './exampleCredentials.mts';

/** An internet host of the tests that serves one picture at every path. */
export const PICTURES = 'pictures.example.com';

/** A real n8n with all examples and the services that they use. */
export class ExampleServer {
	/** Messages that the chat service received. */
	readonly messages: string[] = [];
	/** HTTP status that the chat answers with */
	chatStatus = 200;
	readonly n8n: TestN8n;
	/** The demo's pictures. */
	readonly pictures: Buffer[];
	readonly drive: Drive;
	readonly openAi: OpenAi;
	readonly s3: S3;
	editor!: EditorApi;
	private readonly web: Web;
	private readonly chat: Server;
	private server!: N8nServer;
	/** Address of the ending page of the form submitted last. */
	private ending = '';

	private constructor(n8n: TestN8n, pictures: Buffer[], drive: Drive, model: OpenAi, bucket: S3, web: Web) {
		this.n8n = n8n;
		this.pictures = pictures;
		this.drive = drive;
		this.openAi = model;
		this.s3 = bucket;
		this.web = web;
		this.chat = createServer(async (request, reply) => {
			this.messages.push((await bodyOf<{ text: string }>(request)).text);
			reply.writeHead(this.chatStatus).end('{}');
		});
	}

	/**
	 * @param owns changes to each example by file name, besides its credentials and its chat
	 * @param environment selects the n8n version; see tools/n8n/versions.mts
	 */
	static async start(
		owns: (server: ExampleServer) => Promise<Record<string, Own>>,
		environment: Record<string, string> = {},
	): Promise<ExampleServer> {
		const names = (await sampleNames()).filter((name) => name.endsWith('.jpg'));
		const pictures = await Promise.all(names.map(async (name) => await readFile(join(samplesFolder, name))));
		const drive = driveOf([]);
		const model = await openAi(pictures[0] as Buffer);
		const web = await serveWeb({
			'www.googleapis.com': drive.listener,
			[PICTURES]: (_request, reply) => void reply.writeHead(200, { 'content-type': 'image/jpeg' }).end(pictures[1]),
		});
		const n8n = await testN8n({
			...environment,
			...web.environment,
			NODE_FUNCTION_ALLOW_BUILTIN: 'fs/promises',
		});
		const server = new ExampleServer(n8n, pictures, drive, model, await s3(), web);
		await server.begin(owns);
		return server;
	}

	private async begin(owns: (server: ExampleServer) => Promise<Record<string, Own>>): Promise<void> {
		await new Promise<void>((listening) => this.chat.listen(0, '127.0.0.1', listening));
		const { instance } = this.n8n;
		const credentials = credentialsFor(this.openAi.url, this.s3.url);
		await importInto(instance.environment, 'import:credentials', credentials);
		const everywhere = Object.fromEntries(credentials.map(({ type }) => [type, type]));
		const chat = `http://127.0.0.1:${portOf(this.chat)}/`;
		const own = await owns(this);
		const made = exampleFiles.map((file) => {
			const { credentials: theirs, texts, parameters = {} } = own[file.replace('.json', '')] ?? {};
			return example(file, {
				credentials: { ...everywhere, ...theirs },
				texts: { 'https://chat.example.com/webhook': chat, ...texts },
				parameters,
			});
		});
		await importInto(instance.environment, 'import:workflow', made);
		await this.startServer();
	}

	private async startServer(): Promise<void> {
		this.server = await this.n8n.instance.startServer();
		this.editor = new EditorApi(this.server.url);
		await this.editor.signIn(owner);
	}

	/** Kills n8n at once, as a power failure does, and starts it again. */
	async killAndRestart(): Promise<void> {
		await this.server.kill();
		await this.startServer();
	}

	/** The address of a webhook, a form or a chat. */
	address(path: string): string {
		return `${this.server.url}/${path}`;
	}

	/** Publishes a workflow, so that it can be called from outside. */
	async publish(id: string): Promise<void> {
		const { versionId } = await this.editor.ask<{ versionId: string }>('GET', `/workflows/${id}`);
		// n8n 1.x does not activate workflows that are only called by others.
		if (this.isN8n1 && example(`${id}.json`).nodes.some(({ type }) => type.endsWith('.executeWorkflowTrigger'))) return;
		if (this.isN8n1) await this.editor.ask('PATCH', `/workflows/${id}`, { versionId, active: true });
		else await this.editor.ask('POST', `/workflows/${id}/activate`, { versionId });
		// n8n 2.x starts listening some time after it reports success. These unauthenticated requests do not start an
		// execution.
		for (const [method, path] of addressesOf(id)) {
			await until(async () => (await fetch(this.address(path), { method })).status !== 404);
		}
	}

	/**
	 * Waits for the end of a workflow's latest execution.
	 *
	 * @returns its status, and the message of the error that ended it
	 */
	async outcome(workflowId: string): Promise<{ status: string; message?: string }> {
		for (;;) {
			const [last] = await this.executions(workflowId);
			const latest = last && (await this.editor.execution(last.id));
			if (latest && !['new', 'running', 'waiting'].includes(latest.status)) {
				return { status: latest.status, message: latest.data.resultData.error?.message };
			}
			await wait(200);
		}
	}

	/** Presses "Retry with original workflow" for a workflow's latest execution in the list of executions. */
	async retry(workflowId: string): Promise<void> {
		const [last] = await this.executions(workflowId);
		await this.editor.ask('POST', `/executions/${last?.id}/retry`, { loadWorkflow: false });
	}

	/** The list of executions of a workflow, the latest first. */
	async executions(workflowId: string): Promise<Array<{ id: string; waitTill: string }>> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		return (await this.editor.ask<{ results: Array<{ id: string; waitTill: string }> }>('GET', `/executions?filter=${filter}`)).results;
	}

	private get isN8n1(): boolean {
		return folderOf(this.n8n.instance.environment) !== folderOf({});
	}

	/** The address of an example's public chat. */
	chatAddress(name: string): string {
		const { webhookId } = example(`${name}.json`).nodes.find(({ type }) => type.endsWith('.chatTrigger')) ?? {};
		return this.address(`webhook/${webhookId}/chat`);
	}

	/**
	 * Uploads pictures into an album.
	 *
	 * @param files indexes of pictures by file name, which may contain folders
	 */
	async put(credentialId: string, album: string, files: Record<string, number>): Promise<void> {
		const folder = join(this.n8n.folder, `for-${credentialId}`);
		for (const [name, index] of Object.entries(files)) {
			await mkdir(dirname(join(folder, name)), { recursive: true });
			await writeFile(join(folder, name), this.pictures[index] as Buffer);
		}
		const upload = photos('Upload', credentialId, {
			resource: 'mediaItem',
			operation: 'upload',
			album: { __rl: true, mode: 'title', value: album },
		});
		await this.n8n.instance.importWorkflow(chain('put', [manualTrigger, readFiles(`${folder}/**`), upload]));
		await this.editor.runWorkflow('put', manualTrigger.name);
	}

	/**
	 * Runs a workflow that asks its user to pick, and picks the given media items.
	 *
	 * @param picks ids of media items in the account
	 * @returns the message of the error that ended it, if there was one
	 */
	async picking(id: string, account: EmulatedAccount, picks: string[]): Promise<string | undefined> {
		await account.resetRequests();
		const running = this.editor.runWorkflow(id, 'Start').then(
			() => undefined,
			(error: Error) => error.message,
		);
		const looks = async () => (await account.requests()).filter(({ method }) => method === 'sessions.get');
		await until(async () => (await looks()).length > 0);
		await account.pick((await looks())[0]?.path.split('/').at(-1) ?? '', picks);
		return await running;
	}

	/**
	 * Submits a form as the page in a browser does.
	 *
	 * @returns the reply that the visitor sees when the workflow has reached the form's ending
	 */
	async submit(form: string, fields: Array<string | File | File[]>): Promise<Response> {
		const body = new FormData();
		for (const [index, field] of fields.entries()) for (const value of [field].flat()) body.append(`field-${index}`, value);
		const reply = await fetch(this.address(`form/${form}`), { method: 'POST', body, headers: basic });
		const { formWaitingUrl } = (await reply.json()) as { formWaitingUrl: string };
		const status = new URL(formWaitingUrl);
		status.pathname += '/n8n-execution-status';
		while ((await (await fetch(status)).text()).trim() !== 'form-waiting') await wait(200);
		this.ending = formWaitingUrl;
		return await fetch(formWaitingUrl, { headers: basic });
	}

	/** Requests the form's ending page, which lets the workflow continue. */
	async resume(): Promise<void> {
		await fetch(this.ending, { method: 'POST', headers: basic });
	}

	async stop(): Promise<void> {
		await this.server?.stop();
		this.chat.close();
		this.openAi.close();
		this.s3.close();
		this.web.close();
		await this.n8n.remove();
	}
}
