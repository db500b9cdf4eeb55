import { isVideo } from '../api/mediaItem';
import type { MediaItem, MediaItemResult } from '../api/mediaItem';
import { methodOf } from '../api/methods';
import { clock } from '../concurrency/clock';
import { isFatal } from '../errors/nodeError';
import { getMediaItems, MAX_BATCH_GET } from '../execution/batchGet';
import type { OperationContext } from '../execution/context';
import { requireScope } from '../http/credential';
import { cancelSignalOf } from '../http/n8nContext';
import type { UploadOptions } from './options';

/** What was found out of a media item after it was created. */
export interface Verification {
	/** null if nobody asked; `notReadable` if Google did not let us look */
	verified: boolean | 'notReadable' | null;
	/** Google's word for how far a video is, where its processing was waited for */
	videoStatus?: string | null;
	/** as it is now */
	mediaItem?: MediaItem;
}

type Asked = Pick<UploadOptions, 'verify' | 'videoWait'>;

/**
 * Looking at media items takes a permission that uploading does not.
 *
 * @throws NodeApiError if it is needed and was not granted
 */
export async function requireReadScope(context: OperationContext, { verify, videoWait }: Asked): Promise<void> {
	if (!verify && videoWait === undefined) return;
	await requireScope(context.n8n, methodOf('GET', '/v1/mediaItems:batchGet'), {
		parameter: verify ? 'Verify After Upload' : 'Wait for Videos',
	});
}

const SECOND = 1000;

/** A media item that was just created may take a moment to appear. */
const LOOKS = [2 * SECOND, 5 * SECOND];

/**
 * Looks at media items that were just created, as far as the user asked for that: whether they are there, and
 * whether Google has processed the videos. It is no failure of an upload if not.
 *
 * @returns a finding for each id
 */
export async function verifyUploads(
	context: OperationContext,
	mediaItems: MediaItem[],
	{ verify, videoWait }: Asked,
): Promise<Map<string, Verification>> {
	const items = new Map(mediaItems.map((item) => [item.id, item]));
	const findings = new Map<string, Verification>();
	for (const id of items.keys()) findings.set(id, { verified: null });
	let goesOn = true;
	if (verify) {
		let left = [...items.keys()];
		for (let looks = 0; left.length > 0; looks++) {
			goesOn = await look(context, left, (id, result) => findings.set(id, { ...findings.get(id), ...verdict(result) }));
			left = left.filter((id) => findings.get(id)?.verified === false);
			if (looks === LOOKS.length || !goesOn || cancelSignalOf(context.n8n)?.aborted) break;
			if (left.length > 0) await clock.delay(LOOKS[looks], cancelSignalOf(context.n8n));
		}
	}
	if (videoWait !== undefined) {
		for (const finding of findings.values()) finding.videoStatus = null;
		const videos = [...items.values()].filter((item) => isVideo(item) && findings.get(item.id)?.verified !== false);
		await waitForVideos(context, videos, goesOn ? videoWait : 0, findings);
	}
	return findings;
}

/**
 * Asks for media items by 50. A call that fails says nothing of its media items: they may be there. After a failure
 * that no further request can survive no more is asked, and nothing is found of the others.
 *
 * @returns whether it is worth while to ask again
 */
async function look(
	context: OperationContext,
	ids: string[],
	found: (id: string, result: MediaItemResult | undefined) => void,
): Promise<boolean> {
	for (let index = 0; index < ids.length; index += MAX_BATCH_GET) {
		const some = ids.slice(index, index + MAX_BATCH_GET);
		try {
			const results = await getMediaItems(context, some, {});
			for (const id of some) found(id, results.get(id));
		} catch (error) {
			for (const id of some) found(id, undefined);
			if (isFatal(error)) return false;
		}
	}
	return true;
}

/** gRPC codes by which Google says that there is no such media item. https://grpc.io/docs/guides/status-codes/ */
const NOT_THERE: readonly unknown[] = [3, 5];

function verdict(result: MediaItemResult | undefined): Verification {
	if (result?.mediaItem?.id) return { verified: true, mediaItem: result.mediaItem };
	const { code, unclear } = result?.status ?? {};
	return { verified: NOT_THERE.includes(code) && !unclear ? false : 'notReadable' };
}

const FIRST_PAUSE = 5 * SECOND;
const MAX_INTERVAL = 60 * SECOND;

const videoStatusOf = ({ mediaMetadata }: MediaItem) => mediaMetadata?.video?.status;

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems#VideoProcessingStatus */
const isSettled = (status: string | null | undefined) => status === 'READY' || status === 'FAILED';

/**
 * Asks until Google has processed the videos, at growing intervals.
 *
 * @param longest milliseconds to wait in all
 */
async function waitForVideos(
	context: OperationContext,
	videos: MediaItem[],
	longest: number,
	findings: Map<string, Verification>,
): Promise<void> {
	const signal = cancelSignalOf(context.n8n);
	const end = clock.now() + longest;
	const statusOf = (id: string) => findings.get(id)?.videoStatus;
	for (const video of videos) {
		const finding = findings.get(video.id) as Verification;
		finding.videoStatus = videoStatusOf(finding.mediaItem ?? video) ?? 'UNSPECIFIED';
	}
	const ids = videos.map(({ id }) => id);
	let left = ids.filter((id) => !isSettled(statusOf(id)));
	for (let pause = FIRST_PAUSE; left.length > 0 && !signal?.aborted; pause = Math.min(pause * 2, MAX_INTERVAL)) {
		const time = Math.min(pause, end - clock.now());
		if (time <= 0) break;
		await clock.delay(time, signal);
		const goesOn = await look(context, left, (id, result) => {
			const { mediaItem } = result ?? {};
			const finding = findings.get(id) as Verification;
			if (mediaItem) Object.assign(finding, { mediaItem, videoStatus: videoStatusOf(mediaItem) ?? finding.videoStatus });
		});
		left = left.filter((id) => !isSettled(statusOf(id)));
		if (!goesOn) break;
	}
	if (left.length > 0) context.hint(`Videos that Google was still processing when the wait ended: ${left.length}. They are in the library.`);
	const failed = ids.filter((id) => statusOf(id) === 'FAILED');
	if (failed.length > 0) context.hint(`Videos that Google could not process: ${failed.length}. They are in the library, but may not play.`);
}
