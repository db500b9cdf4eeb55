import type { IDataObject } from 'n8n-workflow';
import { simplifiedMediaItem } from '../model/mediaItem';
import type { Finding } from './afterwards';
import type { Made } from './creation';
import type { NewMediaItem, Source } from './source';

/** What the node says of a media item that it made. Keys are always there, so that a following node can rely on them. */
export function createdOutput<S extends NewMediaItem>(
	{ file: { source }, mediaItem, alreadyInLibrary }: Made<S>,
	{ verified, videoStatus, mediaItem: now }: Finding,
): IDataObject {
	const { id, productUrl, filename, mimeType, description, creationTime, width, height } = {
		...simplifiedMediaItem(mediaItem),
		...(now && simplifiedMediaItem(now)),
	} as IDataObject;
	return {
		id,
		productUrl: productUrl ?? null,
		filename: filename ?? source.fileName ?? null,
		mimeType: mimeType ?? null,
		description: description ?? source.description ?? null,
		creationTime: creationTime ?? null,
		width: width ?? null,
		height: height ?? null,
		albumId: source.album?.id ?? null,
		albumTitle: source.album?.title ?? null,
		albumUrl: source.album?.productUrl ?? null,
		// Google does not say whether it had it before, except now and then
		alreadyInLibrary: alreadyInLibrary || null,
		verified,
		...(videoStatus !== undefined && { videoStatus }),
	};
}

/** The same of an uploaded file, and where it came from. */
export function uploadOutput(made: Made<Source>, finding: Finding): IDataObject {
	const { sha256, source } = made.file;
	const output = createdOutput(made, finding);
	return {
		...output,
		mimeType: output.mimeType ?? source.mimeType,
		sourceField: source.field ?? null,
		sourceFileName: source.file.fileName ?? null,
		sourceSize: source.size,
		sha256,
	};
}
