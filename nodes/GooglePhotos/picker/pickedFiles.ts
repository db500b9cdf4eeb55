import type { IBinaryData } from 'n8n-workflow';
import { pickedBytes } from '../api/methods';
import { isPickProcessing, pickedKindOf, simplifiedPickedItem, videoStatusOf } from '../api/pickedMediaItem';
import type { PickedMediaItem } from '../api/pickedMediaItem';
import { copyOfFile } from '../downloads/downloadName';
import { saveFile } from '../downloads/saveFile';
import { BEST, fetchOfEitherKind, renditionOf } from '../downloads/variant';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { Outcome } from '../execution/results';
import type { StopScope } from '../execution/stopScope';
import type { MediaKind } from '../files/fileType';
import { downloadMedia } from '../http/mediaDownload';
import type { Selection } from './selection';

/** Parameters of a download of picked files. */
export interface FileParameters {
	/** name of the output field */
	field: string;
	/** name of the file that the user gave, if any */
	fileName?: string;
	/** end of the wait for videos that Google still processes, in milliseconds since 1970 */
	until: number;
}

/** Downloads the files of picked items concurrently. @returns an outcome for each, in the order of the items */
export async function downloadPickedFiles(
	scope: StopScope,
	selection: Selection,
	items: PickedMediaItem[],
	session: ErrorContext,
	{ field, fileName, until }: FileParameters,
): Promise<Outcome[]> {
	const outcomes = items.map(async (item) => {
		const subject = { ...session, what: `"${item.mediaFile?.filename ?? item.id}"` };
		return await scope.run(subject, async () => {
			const { file, last } = await fetchFile(scope, selection, item, subject, until);
			return [{ json: simplifiedPickedItem(last, selection.sessionId), binary: { [field]: copyOfFile(file, fileName) } }];
		});
	});
	return (await Promise.all(outcomes)).flat();
}

/**
 * Downloads the file of a picked item. Google removes the location from photos and re-encodes videos.
 * https://developers.google.com/photos/picker/guides/media-items
 *
 * @returns the file, and the item as Google showed it last
 * @throws NodeApiError; NodeOperationError if there are no bytes of it
 */
async function fetchFile(
	scope: StopScope,
	selection: Selection,
	item: PickedMediaItem,
	subject: ErrorContext,
	until: number,
): Promise<{ file: IBinaryData; last: PickedMediaItem }> {
	let current = await readyItem(scope, selection, item, subject, until);
	const fetch = async (of: MediaKind) => {
		const { parameters, kind } = renditionOf(of, BEST);
		return await downloadMedia(scope.context, {
			method: pickedBytes,
			subject,
			signal: scope.signal,
			urlProvider: async (failed) => {
				// base URLs can expire early: concurrent downloads share one listing for new ones
				if (failed !== undefined) current = await selection.refresh(current);
				return `${baseUrlOf(scope, current, subject)}=${parameters}`;
			},
			save: async (reply) =>
				await saveFile(scope.context, reply, { ...current.mediaFile, id: current.id, kind }, subject),
		});
	};
	const kind = pickedKindOf(current);
	const file = await (kind === undefined ? fetchOfEitherKind(fetch) : fetch(kind));
	return { file, last: current };
}

async function readyItem(
	scope: StopScope,
	selection: Selection,
	listed: PickedMediaItem,
	subject: ErrorContext,
	until: number,
): Promise<PickedMediaItem> {
	const { node } = scope.context;
	const item = isPickProcessing(listed) ? await selection.settledVideo(listed, until, subject) : listed;
	if (isPickProcessing(item)) {
		throw inputError(
			node,
			'Google is still processing the video',
			"Increase 'Maximum Wait', or use 'Picker: Download Picked Items' later. The video can be downloaded once its 'videoStatus' is READY, usually after a few minutes.",
			subject,
		);
	}
	if (videoStatusOf(item) === 'FAILED') {
		throw inputError(node, 'Google could not process the video', 'Pick another video. This one cannot be downloaded.', subject);
	}
	return item;
}

/** @throws NodeOperationError if Google sent no base URL */
function baseUrlOf({ context }: StopScope, item: PickedMediaItem, subject: ErrorContext): string {
	const baseUrl = item.mediaFile?.baseUrl;
	if (baseUrl) return baseUrl;
	throw inputError(context.node, 'Google provided no URL for the file', 'Run this item again in a few minutes.', subject);
}
