/* What an operation as a whole asks Google for, and runs of such operations. */
import type { IDataObject, IHttpRequestOptions, INodeExecutionData } from 'n8n-workflow';
import type { MediaItemResult } from '../../../nodes/GooglePhotos/api/mediaItem';
import { clock } from '../../../nodes/GooglePhotos/concurrency/clock';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { fakeCaller, fakeRun, inMemory, picture, wordsOf } from './caller';
import type { CallerOptions } from './caller';
import { success, tokensOf } from './sentFiles';

/** An account that takes bytes, makes media items of upload tokens, and shows them. */
export class PhotosAccount {
	/** every request: `send sea` for the bytes "sea", `create token-of-sea,token-of-hut`, `look a,b`, `GET /v1/albums/x` */
	readonly asked: string[] = [];
	/** when each came, in milliseconds since 1970 */
	readonly times: number[] = [];
	readonly requests: IHttpRequestOptions[] = [];
	private open = 0;
	mostOpen = 0;
	/** milliseconds that a request takes */
	takes: (what: string) => number = () => 0;
	/** the error that a request ends with, by what is asked and how many requests there were */
	refuse: (what: string, count: number) => Error | undefined = () => undefined;
	/** the upload token of bytes */
	token: (bytes: string) => string = (bytes) => `token-of-${bytes}`;
	create: (token: string) => MediaItemResult = success;
	show: (id: string) => MediaItemResult = (id) => ({ mediaItem: { id } });

	/** The requests of a kind, such as `send`. */
	askedTo(verb: string): string[] {
		return this.asked.filter((what) => what.startsWith(`${verb} `)).map((what) => what.slice(verb.length + 1));
	}

	readonly respond = async (request: IHttpRequestOptions): Promise<unknown> => {
		const { method, url, qs } = request;
		const { pathname } = new URL(url);
		const ids = qs?.mediaItemIds as string[] | undefined;
		const tokens = pathname.endsWith(':batchCreate') ? tokensOf(request) : undefined;
		const bytes = pathname === '/v1/uploads' ? wordsOf(request.body as unknown as Buffer) : undefined;
		const what = ids
			? `look ${ids.join()}`
			: tokens
				? `create ${tokens.join()}`
				: bytes === undefined
					? `${method} ${pathname}`
					: `send ${bytes}`;
		this.times.push(clock.now());
		this.requests.push(request);
		const count = this.asked.push(what);
		this.mostOpen = Math.max(this.mostOpen, ++this.open);
		if (this.takes(what) > 0) await clock.delay(this.takes(what));
		this.open--;
		const refusal = this.refuse(what, count);
		if (refusal) throw refusal;
		if (ids) return { mediaItemResults: ids.map((id) => this.show(id)) };
		if (tokens) return { newMediaItemResults: tokens.map((token) => this.create(token)) };
		if (bytes !== undefined) return this.token(bytes);
		if (what === 'GET /v1/albums' || pathname.includes(':batch')) return {};
		const id = pathname.split('/')[3];
		return { id, title: `Title of ${id}`, productUrl: `https://photos.google.com/lr/album/${id}` };
	};
}

export interface RunOptions extends CallerOptions, Partial<Pick<OperationContext, 'continueOnFail' | 'indexOf' | 'hint'>> {
	/** the same for all items; what an item has in its JSON goes before */
	parameters?: IDataObject;
}

/** A run whose parameters are in the JSON of its items. */
export function runOver(account: PhotosAccount, items: INodeExecutionData[], options: RunOptions = {}): OperationContext {
	const { parameters = {}, continueOnFail = true, indexOf = (position) => position, hint = () => {} } = options;
	return {
		...fakeRun(fakeCaller({ ...options, respond: account.respond }), {}, items),
		parameter: <T>(name: string, position: number, fallback: T) =>
			(items[position]?.json[name] ?? parameters[name] ?? fallback) as T,
		continueOnFail,
		indexOf,
		hint,
	};
}

/** An item with a photo: its bytes are a picture of the name, its file name is `name.jpg`. */
export function photo(name: string, json: IDataObject = {}): INodeExecutionData {
	return { json, binary: { data: inMemory(picture(name), `${name}.jpg`) } };
}

export const photos = (...names: string[]) => names.map((name) => photo(name));

/** What each output is: its media item's id or upload token, or the error with what it is about. */
export function summary(outputs: INodeExecutionData[]): string[] {
	return outputs.map(({ json, error }) => error?.message ?? String(json.id ?? json.uploadToken));
}
