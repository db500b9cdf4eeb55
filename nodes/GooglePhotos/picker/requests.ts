import type { PickedMediaItem } from '../model/pickedMediaItem';
import type { PickingSession } from '../model/pickingSession';
import { asItIs, failureOf } from '../request/explain';
import type { Subject } from '../request/explain';
import type { Failure } from '../request/failure';
import { PICKER_API } from '../request/hosts';
import { pageParameters, pagesOf } from '../request/pages';
import type { Page } from '../request/pages';
import type { Run } from '../request/run';
import { callApi } from '../request/send';

/** The most that Google gives in one page. https://developers.google.com/photos/picker/reference/rest/v1/mediaItems/list */
export const LARGEST_PICKED_PAGE = 100;

function pathOf(id: string): string {
	return `/v1/sessions/${encodeURIComponent(id)}`;
}

/**
 * @param stillWanted called when a request is about to leave; throws if it is no longer to be sent
 * @throws NodeApiError made by `explain`: the session is unknown or has expired, or it could not be asked for
 */
export async function getSession(run: Run, id: string, subject: Subject, stillWanted?: () => void): Promise<PickingSession> {
	return await callApi(run.caller, run.settings, { verb: 'GET', api: PICKER_API, path: pathOf(id), subject, stillWanted });
}

/**
 * Deletes a session. That it is gone already is what was wanted: a reply may have been lost, too.
 *
 * @throws NodeApiError made by `explain`
 */
export async function deleteSession(run: Run, id: string, subject: Subject): Promise<void> {
	try {
		await callApi(run.caller, run.settings, { verb: 'DELETE', api: PICKER_API, path: pathOf(id), subject });
	} catch (error) {
		if (!isGone(failureOf(error))) throw asItIs(error);
	}
}

/** Whether Google says that there is no such session, or no longer. An id that cannot be one says nothing of that. */
export function isGone({ kind, statusName }: Partial<Failure> = {}): boolean {
	return (kind === 'sessionUnknown' && statusName === 'NOT_FOUND') || kind === 'sessionExpired';
}

/**
 * Everything that was picked in a session, in Google's order.
 *
 * @throws NodeApiError made by `explain`; also if the user has not finished picking
 */
export async function listPicked(run: Run, sessionId: string, subject: Subject, stillWanted?: () => void): Promise<PickedMediaItem[]> {
	const fetchPage = async (pageToken: string | undefined): Promise<Page> =>
		await callApi(run.caller, run.settings, {
			verb: 'GET',
			api: PICKER_API,
			path: '/v1/mediaItems',
			qs: { sessionId, ...pageParameters(LARGEST_PICKED_PAGE, pageToken) },
			subject,
			stillWanted,
		});
	const items: PickedMediaItem[] = [];
	for await (const { entries } of pagesOf<PickedMediaItem>('mediaItems', fetchPage)) items.push(...entries);
	return items;
}
