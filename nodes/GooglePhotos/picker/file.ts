import type { IBinaryData } from 'n8n-workflow';
import { storeFile } from '../download/storeFile';
import { fetchOfEitherKind } from '../download/unknownKind';
import { BEST, renditionOf } from '../download/variant';
import type { MediaKind } from '../model/mediaKind';
import { pickedKindOf, simplifiedPickedItem, videoStatusOf } from '../model/pickedMediaItem';
import type { PickedMediaItem } from '../model/pickedMediaItem';
import { fetchMediaBytes } from '../request/bytes';
import { clock } from '../request/clock';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import { pickedBytes } from '../request/methods';
import type { Outcome } from '../request/outcome';
import type { Selection } from './selection';
import type { Together } from './together';

/** How long to wait before asking again for a video in the making: growing, in milliseconds. */
const FIRST_LOOK = 5_000;
const LAST_LOOK = 60_000;

/** Where files go, and how long to wait for them. */
export interface FileWishes {
	/** name of the output field */
	field: string;
	/** milliseconds since 1970, the longest to wait for a video that Google still processes */
	until: number;
}

/** Picked items with their files, in the order of the items, several at once; each has an outcome of its own. */
export async function withFiles(
	together: Together,
	selection: Selection,
	items: PickedMediaItem[],
	session: Subject,
	{ field, until }: FileWishes,
): Promise<Outcome[]> {
	const outcomes = items.map(async (item) => {
		const subject = { ...session, what: `"${item.mediaFile?.filename ?? item.id}"` };
		return await together.outcomes(subject, async () => {
			const { file, last } = await fetchFile(together, selection, item, subject, until);
			return [{ json: simplifiedPickedItem(last, selection.sessionId), binary: { [field]: file } }];
		});
	});
	return (await Promise.all(outcomes)).flat();
}

/**
 * The file of a picked item: photos with their metadata except the location, videos re-encoded.
 * https://developers.google.com/photos/picker/guides/media-items
 *
 * @returns the file, and the item as Google showed it last
 * @throws NodeApiError made by `explain`; NodeOperationError if there are no bytes of it
 */
async function fetchFile(
	together: Together,
	selection: Selection,
	item: PickedMediaItem,
	subject: Subject,
	until: number,
): Promise<{ file: IBinaryData; last: PickedMediaItem }> {
	const { caller, settings } = together.run;
	let current = await readyItem(together, selection, item, subject, until);
	const fetch = async (of: MediaKind) => {
		const { parameters, kind } = renditionOf(of, BEST);
		return await fetchMediaBytes(caller, settings, {
			method: pickedBytes,
			subject,
			unwanted: together.signal,
			address: async (failed) => {
				// a base URL can die before its hour is over: many that ask again are answered by one listing
				if (failed !== undefined) current = await selection.again(current);
				return `${baseUrlOf(together, current, subject)}=${parameters}`;
			},
			store: async (reply) =>
				await storeFile(together.run, reply, { ...current.mediaFile, id: current.id, kind }, subject),
		});
	};
	const kind = pickedKindOf(current);
	const file = await (kind === undefined ? fetchOfEitherKind(fetch) : fetch(kind));
	return { file, last: current };
}

async function readyItem(
	together: Together,
	selection: Selection,
	listed: PickedMediaItem,
	subject: Subject,
	until: number,
): Promise<PickedMediaItem> {
	const node = together.run.caller.getNode();
	let item = listed;
	for (let look = FIRST_LOOK; videoStatusOf(item) === 'PROCESSING'; look = Math.min(look * 1.5, LAST_LOOK)) {
		const left = until - clock.now();
		if (left <= 0) {
			throw refusal(
				node,
				'Google is still processing the video',
				'It can be downloaded when its videoStatus is READY, usually after some minutes: use Picker: Download then, or raise Maximum Wait.',
				subject,
			);
		}
		await together.wait(Math.min(look, left), subject);
		item = await selection.again(item);
	}
	if (videoStatusOf(item) === 'FAILED') {
		throw refusal(node, 'Google could not process the video', 'It cannot be downloaded. Pick another one.', subject);
	}
	return item;
}

/** @throws NodeOperationError if Google gave none */
function baseUrlOf({ run }: Together, item: PickedMediaItem, subject: Subject): string {
	const baseUrl = item.mediaFile?.baseUrl;
	if (baseUrl) return baseUrl;
	throw refusal(run.caller.getNode(), 'Google gave no address for the file', 'Run this item again in some minutes.', subject);
}
