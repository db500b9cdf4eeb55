/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import type { IBinaryData, IDataObject, IHttpRequestOptions, INodeExecutionData } from 'n8n-workflow';
import type { MediaItem, MediaItemResult } from '../../../nodes/GooglePhotos/api/mediaItem';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { fakeCaller, fakeRun } from './caller';
import type { CallerOptions } from './caller';
import { disconnected, googleSays, refused } from './httpErrors';

/** How a request goes wrong; a number is an HTTP status with a body of its front end's. */
export type Fault =
	| number
	| 'refused'
	| 'reset'
	| 'breaks off'
	| 'ends early'
	| 'silent'
	| 'web page'
	| 'empty'
	| 'no length';

const HOST = 'https://lh3.googleusercontent.com/lr/';

/** The bytes of a media item in a variant. */
export function bytesOf(id: string, parameters: string): Buffer {
	return Buffer.from(`${id}=${parameters};`.repeat(1 + (id.length % 3)));
}

/** Google's API and image host for media items, in this process. A base URL dies when a new one is given. */
export class MediaHost {
	/** ids of each batchGet, and what was appended to the base URL in each fetch of bytes */
	readonly batchGets: string[][] = [];
	readonly fetches: string[] = [];
	/** fetches under way, and the most there were at once */
	private open = 0;
	mostOpen = 0;
	/** bytes that were stored, and are garbage now, count as well */
	private readonly stored = new Map<string, Buffer>();
	private readonly lives = new Map<string, number>();
	/** how the n-th request of its kind (from 0) goes wrong */
	batchGetFault: (n: number) => Fault | undefined = () => undefined;
	bytesFault: (n: number, id: string) => Fault | undefined = () => undefined;
	/** changes what is told of a media item */
	describe: (item: MediaItem) => MediaItemResult = (mediaItem) => ({ mediaItem });
	/** what happens while a fetch is under way */
	takes: () => Promise<void> = async () => {};

	/** A run of the Download operation over these ids. */
	run(ids: string[], parameters: IDataObject = {}, options: CallerOptions = {}): OperationContext {
		const caller = fakeCaller(options);
		const respond = async (request: IHttpRequestOptions, signal?: AbortSignal) => await this.respond(request, signal);
		Object.assign(caller.helpers, {
			async httpRequestWithAuthentication(this: typeof caller, _credential: string, request: IHttpRequestOptions) {
				return await respond(request, (this as unknown as OperationContext['n8n']).getExecutionCancelSignal?.());
			},
			prepareBinaryData: async (body: Readable | Buffer, fileName: string, mimeType: string) =>
				await this.store(body, fileName, mimeType),
			getBinaryMetadata: async (id: string) => ({ fileSize: this.stored.get(id)?.length }),
		});
		const items = ids.map((id) => ({ json: { id } }));
		return {
			...fakeRun(caller, parameters, items),
			parameter: <T>(name: string, position: number, fallback: T) =>
				(name === 'mediaItem' ? { mode: 'id', value: ids[position] } : (parameters[name] ?? fallback)) as T,
		};
	}

	/** What an output's file holds, as text. */
	content({ binary }: INodeExecutionData): string | undefined {
		return this.stored.get(binary?.data.id ?? '')?.toString();
	}

	private async store(body: Readable | Buffer, fileName: string, mimeType: string): Promise<IBinaryData> {
		const pieces: Buffer[] = [];
		for await (const piece of Buffer.isBuffer(body) ? [body] : body) pieces.push(piece as Buffer);
		const id = `file ${this.stored.size}`;
		this.stored.set(id, Buffer.concat(pieces));
		return { id, data: 'filesystem-v2', fileName, mimeType };
	}

	private async respond({ url, qs }: IHttpRequestOptions, signal?: AbortSignal) {
		signal?.throwIfAborted();
		if (!url.startsWith(HOST)) return this.batchGet(qs?.mediaItemIds as string[]);
		const [, id, life, parameters] = /^(.*)\.(\d+)=(.+)$/.exec(url.slice(HOST.length)) ?? [];
		const n = this.fetches.push(`${id}=${parameters}`) - 1;
		this.mostOpen = Math.max(this.mostOpen, ++this.open);
		try {
			await this.takes();
		} finally {
			this.open--;
		}
		signal?.throwIfAborted();
		const fault = this.bytesFault(n, id) ?? (Number(life) === this.lives.get(id) ? undefined : 403);
		const content = bytesOf(id, parameters);
		fail(fault, (status) => refused(status, Readable.from([Buffer.from('<html>Error</html>')])));
		const type = fault === 'web page' ? 'text/html; charset=UTF-8' : parameters === 'dv' ? 'video/mp4' : 'image/jpeg';
		const length = fault === 'empty' ? 0 : content.length;
		return {
			statusCode: 200,
			headers: { 'content-type': type, ...(fault !== 'no length' && { 'content-length': String(length) }) },
			body: body(fault === 'empty' ? Buffer.alloc(0) : content, fault, signal),
		};
	}

	private batchGet(ids: string[]) {
		const fault = this.batchGetFault(this.batchGets.push(ids) - 1);
		fail(fault, (status) => googleSays(status, `Refused with ${status}.`));
		const mediaItemResults = ids.map((id) => {
			if (id.startsWith('unknown')) return { status: { code: 3, message: 'Invalid media item ID.' } };
			const life = (this.lives.get(id) ?? 0) + 1;
			this.lives.set(id, life);
			return this.describe({ id, filename: `${id}.jpg`, mimeType: 'image/jpeg', baseUrl: `${HOST}${id}.${life}` });
		});
		return { statusCode: 200, headers: {}, body: fault === 'web page' ? '<html>' : { mediaItemResults } };
	}

	/** All base URLs that were given out die. */
	expire(): void {
		for (const [id, life] of this.lives) this.lives.set(id, life + 1);
	}
}

function fail(fault: Fault | undefined, refusal: (status: number) => Error): void {
	if (fault === 'refused') throw disconnected('ECONNREFUSED');
	if (fault === 'reset') throw disconnected('ECONNRESET');
	if (typeof fault === 'number') throw refusal(fault);
}

/** A reply's body, ended by the signal as axios ends it. */
function body(content: Buffer, fault: Fault | undefined, signal?: AbortSignal): Readable {
	const half = content.subarray(0, content.length >> 1);
	const pieces = fault === 'ends early' ? [half] : [half, content.subarray(half.length)];
	const stream = Readable.from(
		(async function* () {
			yield pieces[0];
			if (fault === 'breaks off') throw disconnected('ECONNRESET', 'aborted');
			if (fault === 'silent') await new Promise(() => {});
			if (pieces[1]) yield pieces[1];
		})(),
		{ objectMode: false },
	);
	const abort = () => {
		stream.emit('error', new Error('canceled'));
		stream.destroy();
	};
	signal?.addEventListener('abort', abort, { once: true });
	return stream;
}
