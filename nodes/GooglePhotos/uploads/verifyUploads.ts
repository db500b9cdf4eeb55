import { isVideo } from '../api/mediaItem';
import type { MediaItem, MediaItemResult } from '../api/mediaItem';
import { apiMethod } from '../api/methods';
import { clock } from '../concurrency/clock';
import { VideoPoller } from '../downloads/videoReadiness';
import { isFatal } from '../errors/nodeError';
import { getMediaItems, MAX_BATCH_GET } from '../execution/batchGet';
import type { OperationContext } from '../execution/context';
import { requireScope } from '../http/credential';
import type { UploadOptions } from './readOptions';

/** Result of checking a media item after it was created. */
export interface Verification {
	/** null if not requested; `notReadable` if Google rejected the check */
	verified: boolean | 'notReadable' | null;
	/** processing status as Google calls it, if the option Wait for Videos is set */
	videoStatus?: string | null;
	/** as Google shows it now */
	mediaItem?: MediaItem;
}

type Asked = Pick<UploadOptions, 'verify' | 'videoWait'>;

/**
 * Reading media items takes a permission that uploading does not.
 *
 * @throws NodeApiError if an option needs it and it was not granted
 */
export async function requireReadScope(context: OperationContext, { verify, videoWait }: Asked): Promise<void> {
	if (!verify && videoWait === undefined) return;
	await requireScope(context.n8n, apiMethod('mediaItems.batchGet'), {
		parameter: verify ? 'Verify After Upload' : 'Wait for Videos',
	});
}

const SECOND = 1000;

/** Milliseconds before the second and third check: a media item may take a moment to appear. */
const VERIFY_DELAYS = [2 * SECOND, 5 * SECOND];

/**
 * Checks media items that were just created, as the options say: whether they exist, and whether Google has processed
 * the videos. A negative result does not fail the upload.
 *
 * @returns a result for each id
 */
export async function verifyUploads(
	context: OperationContext,
	mediaItems: MediaItem[],
	{ verify, videoWait }: Asked,
): Promise<Map<string, Verification>> {
	const items = new Map(mediaItems.map((item) => [item.id, item]));
	const findings = new Map<string, Verification>();
	for (const id of items.keys()) findings.set(id, { verified: null });
	let mayContinue = true;
	if (verify) {
		let remaining = [...items.keys()];
		for (let round = 0; remaining.length > 0; round++) {
			mayContinue = await requestInBatches(context, remaining, (id, result) => findings.set(id, { ...findings.get(id), ...verificationOf(result) }));
			remaining = remaining.filter((id) => findings.get(id)?.verified === false);
			if (round === VERIFY_DELAYS.length || !mayContinue || context.signal?.aborted) break;
			if (remaining.length > 0) await clock.delay(VERIFY_DELAYS[round], context.signal);
		}
	}
	if (videoWait !== undefined) {
		for (const finding of findings.values()) finding.videoStatus = null;
		const videos = [...items.values()].filter((item) => isVideo(item) && findings.get(item.id)?.verified !== false);
		await waitForVideos(context, videos, mayContinue ? videoWait : 0, findings);
	}
	return findings;
}

/**
 * Reads media items in batches of 50. A failed call proves nothing about its media items. Stops after an error after
 * which no request can succeed.
 *
 * @returns whether another call can succeed
 */
async function requestInBatches(
	context: OperationContext,
	ids: string[],
	found: (id: string, result: MediaItemResult | undefined) => void,
): Promise<boolean> {
	for (let index = 0; index < ids.length; index += MAX_BATCH_GET) {
		const batch = ids.slice(index, index + MAX_BATCH_GET);
		try {
			const results = await getMediaItems(context, batch, {});
			for (const id of batch) found(id, results.get(id));
		} catch (error) {
			for (const id of batch) found(id, undefined);
			if (isFatal(error)) return false;
		}
	}
	return true;
}

/** gRPC codes for a media item that does not exist. https://grpc.io/docs/guides/status-codes/ */
const NOT_THERE: readonly unknown[] = [3, 5];

function verificationOf(result: MediaItemResult | undefined): Verification {
	if (result?.mediaItem?.id) return { verified: true, mediaItem: result.mediaItem };
	const { code, unclear } = result?.status ?? {};
	return { verified: NOT_THERE.includes(code) && !unclear ? false : 'notReadable' };
}

const videoStatusOf = ({ mediaMetadata }: MediaItem) => mediaMetadata?.video?.status;

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems#VideoProcessingStatus */
const isSettled = (status: string | null | undefined) => status === 'READY' || status === 'FAILED';

/**
 * Polls the videos until Google has processed them. A failed poll proves nothing about them.
 *
 * @param longest milliseconds to wait in all
 */
async function waitForVideos(
	context: OperationContext,
	videos: MediaItem[],
	longest: number,
	findings: Map<string, Verification>,
): Promise<void> {
	const until = clock.now() + longest;
	const findingOf = (id: string) => findings.get(id) as Verification;
	const statusOf = (id: string) => findingOf(id).videoStatus;
	for (const video of videos) {
		const finding = findingOf(video.id);
		finding.videoStatus = videoStatusOf(finding.mediaItem ?? video) ?? 'UNSPECIFIED';
	}
	const ids = videos.map(({ id }) => id);
	let isOver = false;
	const check = async (batch: string[]) => {
		const mayContinue = await requestInBatches(context, batch, (id, { mediaItem } = {}) => {
			const finding = findingOf(id);
			if (mediaItem) Object.assign(finding, { mediaItem, videoStatus: videoStatusOf(mediaItem) ?? finding.videoStatus });
		});
		isOver ||= !mayContinue;
		return findings;
	};
	const isProcessing = (finding?: Verification) => !isOver && !isSettled(finding?.videoStatus);
	const poller = new VideoPoller({ fetch: check, isProcessing }, context.signal);
	const pending = () => ids.filter((id) => !isSettled(statusOf(id)));
	if (longest > 0) await Promise.all(pending().map(async (id) => await poller.settled(id, until)));
	const remaining = pending().length;
	if (remaining > 0) context.hint(`Videos that Google was still processing when 'Wait for Videos' ended: ${remaining}. They are in the library.`);
	const failed = ids.filter((id) => statusOf(id) === 'FAILED');
	if (failed.length > 0) context.hint(`Videos that Google could not process: ${failed.length}. They are in the library, but may not play.`);
}
