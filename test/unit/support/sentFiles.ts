import type { IHttpRequestOptions } from 'n8n-workflow';
import type { MediaItemResult } from '../../../nodes/GooglePhotos/api/mediaItem';
import type { Batch } from '../../../nodes/GooglePhotos/uploads/albumOrder';
import { BatchBuilder } from '../../../nodes/GooglePhotos/uploads/createQueue';
import type { Source, UploadedFile } from '../../../nodes/GooglePhotos/uploads/types';
import { inMemory } from './caller';

/** A file that Google has the bytes of; its upload token is `token 7` for number 7. */
export function sentFile(number: number, more: Partial<Source> = {}): UploadedFile<Source> {
	const source: Source = {
		item: number,
		field: 'data',
		file: inMemory(Buffer.from(`${number}`), `${number}.jpg`),
		mimeType: 'image/jpeg',
		fileName: `${number}.jpg`,
		size: 1,
		...more,
	};
	return { source, uploadToken: `token ${number}`, sha256: String(number) };
}

export const sentFiles = (count: number) =>
	Array.from({ length: count }, (_, number) => sentFile(number));

/** The files, all for one place and at most 50, as one batch. */
export function batchOf(files: UploadedFile[]): Batch {
	const batches = new BatchBuilder();
	const full = files.map((file) => batches.add(file)).find(Boolean);
	return full ?? batches.remaining()[0];
}

/** What a create asks for. */
export interface CreateBody {
	albumId?: string;
	albumPosition?: { position: string; relativeMediaItemId?: string };
	newMediaItems: Array<{
		description?: string;
		simpleMediaItem: { uploadToken: string; fileName?: string };
	}>;
}

export const tokensOf = ({ body }: IHttpRequestOptions) =>
	(body as unknown as CreateBody).newMediaItems.map(
		({ simpleMediaItem }) => simpleMediaItem.uploadToken,
	);

export const success = (uploadToken: string): MediaItemResult => ({
	uploadToken,
	status: { message: 'Success' },
	mediaItem: { id: `item of ${uploadToken}` },
});

export const failed = (
	uploadToken: string,
	code: number,
	message = 'Failed: There was an error.',
): MediaItemResult => ({
	uploadToken,
	status: { code, message },
});
