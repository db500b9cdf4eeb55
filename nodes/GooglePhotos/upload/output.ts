import type { IDataObject } from 'n8n-workflow';
import type { MediaItem } from '../model/mediaItem';
import { simplifiedMediaItem } from '../model/mediaItem';
import type { SentFile } from './batch';

/**
 * What the node says of an uploaded file. Keys are always there, so that a following node can rely on them.
 *
 * @param alreadyInLibrary what is known: Google gave a media item that it had before, as its bytes are the same
 */
export function uploadOutput(
	{ source, sha256 }: SentFile,
	mediaItem: MediaItem,
	alreadyInLibrary: boolean,
): IDataObject {
	const { id, productUrl, filename, mimeType, description, creationTime, width, height } =
		simplifiedMediaItem(mediaItem);
	return {
		id,
		productUrl: productUrl ?? null,
		filename: filename ?? source.fileName ?? null,
		mimeType: mimeType ?? source.mimeType,
		description: description ?? source.description ?? null,
		creationTime: creationTime ?? null,
		width: width ?? null,
		height: height ?? null,
		albumId: source.album?.id ?? null,
		albumTitle: source.album?.title ?? null,
		albumUrl: source.album?.productUrl ?? null,
		alreadyInLibrary,
		sourceField: source.field,
		sourceFileName: source.file.fileName ?? null,
		sourceSize: source.size,
		sha256,
	};
}
