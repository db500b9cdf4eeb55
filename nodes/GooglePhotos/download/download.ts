import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { optionIn } from '../fields/choice';
import { numberOf } from '../fields/number';
import { refuseFor } from '../fields/refuse';
import { mediaItemIdOf } from '../fields/mediaItem';
import { outputFieldOf } from '../fields/outputFile';
import { simplifiedMediaItem } from '../model/mediaItem';
import type { MediaItem } from '../model/mediaItem';
import { asItIs, sameFor } from '../request/explain';
import { notSent, outputOf } from '../request/outcome';
import type { Outcome } from '../request/outcome';
import type { Run } from '../request/run';
import { Downloads } from './downloads';
import { variantOf } from './variant';
import type { Variant } from './variant';

/** What one input item asks for. */
interface Wish {
	id: string;
	variant: Variant;
	/** name of the output field for the file */
	field: string;
	/** for how long to wait for Google to process a video */
	minutes: number;
}

/** The file of a media item in one variant: fetched once, however many input items ask for it. */
export interface Wanted extends Pick<Wish, 'id' | 'variant' | 'minutes'> {
	/** index of the first input item that asks for it */
	item: number;
}

/** What came of it. */
export type Fetched =
	| { mediaItem: MediaItem; file: IBinaryData }
	| { error: Error }
	/** it was not begun, since this had ended the run */
	| { endedBefore: Error };

/**
 * Media items in, files out, in input order and paired.
 *
 * @throws without Continue On Fail, what is wrong with an input before anything is sent, then the first failure
 */
export async function downloadFiles(run: Run): Promise<INodeExecutionData[]> {
	const wishes = run.items.map((_, position) => wishOf(run, position));
	const wrong = wishes.find((wish): wish is Error => wish instanceof Error);
	if (wrong && !run.continueOnFail) throw wrong;

	const wanted = new Map<string, Wanted>();
	wishes.forEach((wish, position) => {
		if (wish instanceof Error) return;
		const same = wanted.get(keyOf(wish));
		wanted.set(keyOf(wish), {
			...wish,
			item: same?.item ?? run.indexOf(position),
			minutes: Math.max(wish.minutes, same?.minutes ?? 0),
		});
	});
	const fetched = await new Downloads(run).of([...wanted.values()]);
	return wishes.map((wish, position) => {
		const item = run.indexOf(position);
		if (wish instanceof Error) return outputOf({ error: wish }, item);
		return outputOf(outcomeOf(wish, fetched.get(wanted.get(keyOf(wish)) as Wanted) as Fetched, item), item);
	});
}

function keyOf({ id, variant: { photo, video, onlyVideo } }: Wish): string {
	return JSON.stringify([id, photo, video, onlyVideo]);
}

function outcomeOf({ field, id }: Wish, fetched: Fetched, item: number): Outcome {
	if ('endedBefore' in fetched) return { error: notSent(fetched.endedBefore, item, `"${id}"`) };
	if ('error' in fetched) return { error: sameFor(fetched.error, { item }) };
	// a copy, since n8n's files belong to their item
	return { json: simplifiedMediaItem(fetched.mediaItem), binary: { [field]: { ...fetched.file } } };
}

function wishOf(run: Run, position: number): Wish | Error {
	const item = run.indexOf(position);
	try {
		const refuse = refuseFor(run.caller.getNode(), { item });
		const waitForProcessing = optionIn(run.parameter<IDataObject>('options', position, {}), 'waitForProcessing', 0);
		return {
			id: mediaItemIdOf(run.caller.getNode(), run.parameter<unknown>('mediaItem', position, ''), { item }),
			variant: variantOf(run, position),
			field: outputFieldOf(run, position),
			minutes: numberOf(waitForProcessing, { parameter: 'Wait for Videos', min: 0 }, refuse),
		};
	} catch (error) {
		return asItIs(error);
	}
}
