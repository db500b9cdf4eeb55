/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import type { IBinaryData, IDataObject, IHttpRequestOptions, INodeExecutionData } from 'n8n-workflow';
import type { MediaItem, MediaItemResult } from '../../../nodes/GooglePhotos/api/mediaItem';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { cancelSignalOf } from '../../../nodes/GooglePhotos/http/n8nContext';
import { fakeCaller, fakeRun } from './caller';
import type { CallerOptions } from './caller';
import { FakeGoogle, FullReply, MEDIA } from './google';
import type { Call } from './google';
import { disconnected, googleSays, refused } from './httpErrors';

/** How a request goes wrong; a number is an HTTP status, for bytes with a body of the front end. */
export type MediaFault =
	| number
	| 'refused'
	| 'reset'
	| 'breaks off'
	| 'ends early'
	| 'silent'
	| 'web page'
	| 'empty'
	| 'no length';

/** The bytes of a media item in a variant. */
export function bytesOf(id: string, parameters: string): Buffer {
	return Buffer.from(`${id}=${parameters};`.repeat(1 + (id.length % 3)));
}

/** An account with the bytes of its media items. A base URL dies when a new one is given. */
export class MediaHost extends FakeGoogle {
	/** bytes that were stored, and are garbage now, count as well */
	private readonly stored = new Map<string, Buffer>();
	private readonly lives = new Map<string, number>();
	/** changes what is told of a media item */
	describe: (item: MediaItem) => MediaItemResult = (mediaItem) => ({ mediaItem });

	constructor() {
		super();
		this.show = (id) => {
			if (id.startsWith('unknown')) return { status: { code: 3, message: 'Invalid media item ID.' } };
			const life = (this.lives.get(id) ?? 0) + 1;
			this.lives.set(id, life);
			return this.describe({ id, filename: `${id}.jpg`, mimeType: 'image/jpeg', baseUrl: `${MEDIA}${id}.${life}` });
		};
	}

	/** ids of each batchGet, and what was appended to the base URL in each fetch of bytes */
	get batchGets(): string[][] {
		return this.requests.flatMap(({ qs }) => (qs?.mediaItemIds ? [qs.mediaItemIds as string[]] : []));
	}

	get fetches(): string[] {
		return this.askedTo('bytes');
	}

	/** A run of the Download operation over these ids. */
	run(ids: string[], parameters: IDataObject = {}, options: CallerOptions = {}): OperationContext {
		const caller = fakeCaller(options);
		const respond = async (request: IHttpRequestOptions) => await this.respond(request);
		Object.assign(caller.helpers, {
			async httpRequestWithAuthentication(this: typeof caller, _credential: string, request: IHttpRequestOptions) {
				const signal = cancelSignalOf(this);
				signal?.throwIfAborted();
				const reply = await respond({ abortSignal: signal, ...request });
				signal?.throwIfAborted();
				return reply instanceof FullReply ? reply : { statusCode: 200, headers: {}, body: reply };
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

	protected override carryOut(call: Call): unknown {
		return call.what.startsWith('bytes ') ? this.bytes(call) : super.carryOut(call);
	}

	private bytes({ request }: Call): FullReply {
		const [, id, life, parameters] = /^(.*)\.(\d+)=(.+)$/.exec(request.url.slice(MEDIA.length)) ?? [];
		if (Number(life) !== this.lives.get(id)) throw refusedBytes(403);
		return bytesReply(bytesOf(id, parameters), parameters, request);
	}

	/** All base URLs that were given out die. */
	expire(): void {
		for (const [id, life] of this.lives) this.lives.set(id, life + 1);
	}
}

/** The time that fetches of bytes take, in milliseconds. */
export const forBytes = (milliseconds: () => number) => (what: string) => (what.startsWith('bytes ') ? milliseconds() : 0);

/** Faults of fetches of bytes, by how many there were before and the id of the media item. */
export const bytesFault = (faultOf: (nth: number, id: string) => MediaFault | undefined): FakeGoogle['fault'] => ({ what, nth, request }) => {
	const [, id, parameters] = /^bytes (.*)=(.+)$/.exec(what) ?? [];
	const fault = id === undefined ? undefined : faultOf(nth, id);
	if (fault === undefined) return undefined;
	return errorFor(fault, refusedBytes) ?? { reply: bytesReply(bytesOf(id, parameters), parameters, request, fault) };
};

/** Faults of calls for media items, by how many there were before. */
export const batchGetFault = (faultOf: (nth: number) => MediaFault | undefined): FakeGoogle['fault'] => ({ what, nth }) => {
	const fault = what.startsWith('look ') ? faultOf(nth) : undefined;
	if (fault === 'web page') return { reply: '<html>' };
	return fault === undefined ? undefined : errorFor(fault, (status) => googleSays(status, `Refused with ${status}.`));
};

function errorFor(fault: MediaFault, refusal: (status: number) => Error): Error | undefined {
	if (fault === 'refused') return disconnected('ECONNREFUSED');
	if (fault === 'reset') return disconnected('ECONNRESET');
	return typeof fault === 'number' ? refusal(fault) : undefined;
}

const refusedBytes = (status: number) => refused(status, Readable.from([Buffer.from('<html>Error</html>')]));

function bytesReply(content: Buffer, parameters: string, { abortSignal }: IHttpRequestOptions, fault?: MediaFault): FullReply {
	const type = fault === 'web page' ? 'text/html; charset=UTF-8' : parameters === 'dv' ? 'video/mp4' : 'image/jpeg';
	const bytes = fault === 'empty' ? Buffer.alloc(0) : content;
	const headers = { 'content-type': type, ...(fault !== 'no length' && { 'content-length': String(bytes.length) }) };
	return new FullReply(headers, body(bytes, fault, abortSignal as AbortSignal | undefined));
}

/** A reply's body, ended by the signal as axios ends it. */
function body(content: Buffer, fault: MediaFault | undefined, signal?: AbortSignal): Readable {
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
