/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import type { MediaItemResult } from '../../../nodes/GooglePhotos/api/mediaItem';
import { disconnected, googleSays, refused } from '../support/httpErrors';
import { reset } from '../support/uploadServer';
import { tokensOf } from '../support/sentFiles';
import type { CreateBody } from '../support/sentFiles';
import type { VirtualClock } from '../support/virtualClock';
import { anyFault } from './faults';
import type { Fault, RequestKind } from './faults';
import type { Library } from './library';
import type { Random } from './random';

const API = 'photoslibrary.googleapis.com';
const MEDIA = 'lh3.googleusercontent.com';

export interface NetworkOptions {
	/** probability that a request has a fault */
	trouble: number;
	/** whether faults that end the execution can occur */
	endings: boolean;
	/** the bytes of a media item, for downloads */
	bytesOf?: (id: string) => Buffer;
}

/** Network between n8n's HTTP helpers and Google, with delays and faults that the seed determines. */
export class Network {
	/** hosts that saw the bearer token */
	readonly bearerHosts = new Set<string>();
	private writes = 0;
	mostWrites = 0;
	faults = 0;
	requests = 0;
	/** create calls that succeeded without the node getting the reply */
	repliesLost = 0;
	/** upload tokens sent in a create call after the node had got their media item */
	readonly createdAgain: string[] = [];
	/** upload tokens of which the node has got the media item */
	private readonly created = new Set<string>();

	constructor(
		private readonly library: Library,
		private readonly clock: VirtualClock,
		private readonly random: Random,
		private readonly options: NetworkOptions,
	) {}

	readonly helpers = {
		httpRequestWithAuthentication: async (_credential: string, options: IHttpRequestOptions) => {
			const url = new URL(options.url, options.baseURL);
			this.bearerHosts.add(url.host);
			const kind = kindOf(url, options);
			const writes = kind === 'write' || kind === 'create';
			if (writes) this.mostWrites = Math.max(this.mostWrites, ++this.writes);
			try {
				return await this.deliver(kind, url, options);
			} finally {
				if (writes) this.writes--;
			}
		},
		httpRequest: async (options: IHttpRequestOptions) => {
			throw new Error(`nobody is to be asked without credentials, as ${options.url} was`);
		},
	};

	private async deliver(kind: RequestKind, url: URL, options: IHttpRequestOptions): Promise<IN8nHttpFullResponse> {
		this.requests++;
		const fault = this.random.chance(this.options.trouble) ? anyFault(kind, this.random, this.options.endings) : undefined;
		if (fault) this.faults++;
		await this.clock.delay(this.random.int(20, kind === 'create' ? 3000 : 400));
		const early = await this.withoutActing(fault, options);
		if (early) return early;
		if (kind === 'create') this.createdAgain.push(...tokensOf(options).filter((token) => this.created.has(token)));
		const reply = await this.act(kind, url, options, fault);
		if (kind === 'create' && fault?.kind !== 'reply lost') this.noteCreated(reply);
		if (fault?.kind !== 'reply lost') return reply;
		if (kind === 'create') this.repliesLost++;
		throw disconnected('ECONNRESET', 'socket hang up');
	}

	/** Google keeps one media item for the same bytes, so the library does not show what was created twice. */
	private noteCreated({ body }: IN8nHttpFullResponse): void {
		const { newMediaItemResults } = body as unknown as { newMediaItemResults: MediaItemResult[] };
		for (const { uploadToken = '', mediaItem } of newMediaItemResults) if (mediaItem) this.created.add(uploadToken);
	}

	/** Applies a fault that occurs before Google acts. @returns the reply; undefined if the request reaches Google */
	private async withoutActing(fault: Fault | undefined, options: IHttpRequestOptions): Promise<IN8nHttpFullResponse | undefined> {
		const reply = (body: IN8nHttpFullResponse['body'], type: string) => ({ statusCode: 200, headers: { 'content-type': type }, body });
		switch (fault?.kind) {
			case 'refused':
				throw disconnected('ECONNREFUSED');
			case 'reset before':
				throw disconnected('ECONNRESET', 'read ECONNRESET');
			case 'stall':
				throw await this.stalled(options);
			case 'status':
				throw googleSays(fault.status, fault.message);
			case 'redirect':
				throw refused(302, '', { location: 'https://elsewhere.example/' });
			case 'expired token':
				// n8n refreshes the token and retries by itself, unless the body was a stream
				if (isStream(options.body)) throw googleSays(401, 'Request had invalid authentication credentials.');
				return undefined;
			case 'html':
				return reply('<html><body>Sign in to this network</body></html>', 'text/html');
			case 'empty':
				return reply('', 'text/plain');
			case 'wrong json':
				return reply(['not', 'this'], 'application/json');
			case 'sessions gone':
				this.library.uploads.sessions.clear();
				throw refused(404, 'Not Found');
			case 'upload tokens gone':
				this.library.loseTokens();
				return undefined;
			default:
				return undefined;
		}
	}

	/** Transfers nothing until the node times out. */
	private async stalled({ body, timeout = 300_000 }: IHttpRequestOptions): Promise<Error> {
		const given = isStream(body)
			? new Promise<void>((resolve) => {
					body.once('error', () => resolve());
					body.once('close', () => resolve());
				})
			: new Promise<void>(() => {});
		await Promise.race([given, this.clock.delay(timeout)]);
		return disconnected('ECONNABORTED', `timeout of ${timeout}ms exceeded`);
	}

	private async act(kind: RequestKind, url: URL, options: IHttpRequestOptions, fault?: Fault): Promise<IN8nHttpFullResponse> {
		if (kind === 'bytes') return this.mediaBytes(url, fault);
		if (kind === 'start' || kind === 'raw' || kind === 'body' || kind === 'query') {
			const { uploads } = this.library;
			const size = Number(options.headers?.['Content-Length'] ?? 0);
			uploads.mishap = () => (fault?.kind === 'reset during' ? reset(this.random.int(0, Math.max(0, size - 1))) : undefined);
			return await uploads.answer(options);
		}
		const request = { ...options, body: structuredClone(options.body ?? {}) as IDataObject };
		const codes = fault?.kind === 'item codes' ? fault.codes : undefined;
		const spared = codes && spare(request.body, codes[1]);
		const reply = { statusCode: 200, headers: { 'content-type': 'application/json' }, body: (await this.library.google.respond(request)) as IDataObject };
		if (codes && spared) insert(reply, codes, spared);
		return reply;
	}

	private mediaBytes(url: URL, fault?: Fault): IN8nHttpFullResponse {
		const id = (url.pathname.split('/').pop() ?? '').split('=')[0];
		const bytes = this.options.bytesOf?.(id) ?? Buffer.alloc(0);
		const part = bytes.subarray(0, this.random.int(0, Math.max(0, bytes.length - 1)));
		const broken = function* () {
			yield part;
			throw new Error('aborted');
		};
		const stream =
			fault?.kind === 'reset during'
				? Readable.from(broken(), { objectMode: false })
				: Readable.from([fault?.kind === 'truncated' ? part : bytes], { objectMode: false });
		// an uncompressed reply is a message of Node.js, which has `rawHeaders`
		const body = Object.assign(stream, { rawHeaders: [] });
		return { statusCode: 200, headers: { 'content-type': 'image/jpeg', 'content-length': String(bytes.length) }, body };
	}
}

function isStream(body: unknown): body is Readable {
	return body instanceof Readable;
}

function kindOf(url: URL, { method = 'GET', headers = {} }: IHttpRequestOptions): RequestKind {
	if (url.host === MEDIA) return 'bytes';
	if (url.host !== API) throw new Error(`nothing is to be sent to ${url.host}`);
	if (url.pathname === '/v1/uploads') {
		const command = String((headers as IDataObject)['X-Goog-Upload-Command'] ?? '').toLowerCase();
		if (command === '') return 'raw';
		return command === 'start' || command === 'query' ? command : 'body';
	}
	if (url.pathname === '/v1/mediaItems:batchCreate') return 'create';
	return method === 'GET' || url.pathname.endsWith(':search') ? 'read' : 'write';
}

/** Takes one file out of a create call, as if Google could not create it at the moment. */
function spare(body: IDataObject, at: number): { item: { simpleMediaItem: { uploadToken: string } }; index: number } | undefined {
	const { newMediaItems } = body as unknown as CreateBody;
	if (newMediaItems.length < 2) return undefined;
	const index = at % newMediaItems.length;
	return { item: newMediaItems.splice(index, 1)[0], index };
}

function insert(reply: IN8nHttpFullResponse, [code]: number[], spared: NonNullable<ReturnType<typeof spare>>): void {
	const { newMediaItemResults } = reply.body as unknown as { newMediaItemResults: unknown[] };
	const { uploadToken } = spared.item.simpleMediaItem;
	newMediaItemResults.splice(spared.index, 0, { uploadToken, status: { code, message: 'Failed: There was an error.' } });
}
