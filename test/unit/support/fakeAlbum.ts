import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import type { MediaItemResult } from '../../../nodes/GooglePhotos/api/mediaItem';
import type { CreateBody } from './sentFiles';
import { failed, success } from './sentFiles';
import { googleSays } from './httpErrors';

/** One album as Google keeps it: a media item gets its place when it is created, and never moves. */
export class FakeAlbum {
	/** what each create asked for */
	readonly calls: CreateBody[] = [];
	/** when set, refuses a call as a whole */
	refuse: (tokens: string[]) => string | undefined = () => undefined;

	/** @param entries ids of the media items that are in it */
	constructor(readonly entries: string[] = []) {}

	/** What Google says of each file, one create after the other; 0 is success. After the list it is success. */
	codes = new Map<string, number[]>();

	readonly respond = ({ url, body }: IHttpRequestOptions): unknown => {
		if (url.endsWith(':search')) return this.search(body as IDataObject);
		const request = body as unknown as CreateBody;
		this.calls.push(request);
		const tokens = request.newMediaItems.map(({ simpleMediaItem }) => simpleMediaItem.uploadToken);
		const refusal = this.refuse(tokens);
		if (refusal !== undefined) throw googleSays(400, refusal);
		const results = tokens.map((token): MediaItemResult => {
			const code = this.codes.get(token)?.shift() ?? 0;
			return code === 0 ? success(token) : failed(token, code);
		});
		const index = this.indexOf(request.albumPosition);
		const created = results.flatMap(({ mediaItem }) => mediaItem?.id ?? []);
		this.entries.splice(index, 0, ...created.filter((id) => !this.entries.includes(id)));
		return { newMediaItemResults: results };
	};

	private search({ pageToken = '0', pageSize }: IDataObject): IDataObject {
		const from = Number(pageToken);
		const until = from + Number(pageSize);
		return {
			mediaItems: this.entries.slice(from, until).map((id) => ({ id })),
			...(until < this.entries.length && { nextPageToken: String(until) }),
		};
	}

	private indexOf({ position, relativeMediaItemId }: NonNullable<CreateBody['albumPosition']> = { position: '' }): number {
		if (position === 'FIRST_IN_ALBUM') return 0;
		if (position !== 'AFTER_MEDIA_ITEM') return this.entries.length;
		const index = this.entries.indexOf(relativeMediaItemId ?? '');
		if (index < 0) throw googleSays(400, 'Request contains an invalid album position.');
		return index + 1;
	}
}
