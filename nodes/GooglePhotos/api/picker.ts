import type { Failure } from '../errors/kinds';
import { failureOf, rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { PICKER_API } from '../http/hosts';
import type { RequestContext } from '../http/n8nContext';
import { pageParameters, pagesOf } from '../http/paging';
import type { Page } from '../http/paging';
import { callApi } from './client';
import type { PickedMediaItem } from './pickedMediaItem';
import type { PickingSession } from './pickingSession';

/** The most that Google gives in one page. https://developers.google.com/photos/picker/reference/rest/v1/mediaItems/list */
export const MAX_PICKED_PAGE = 100;

function pathOf(id: string): string {
	return `/v1/sessions/${encodeURIComponent(id)}`;
}

/**
 * @param beforeSend called when a request is about to leave; throws if it is no longer to be sent
 * @throws NodeApiError made by `explain`: the session is unknown or has expired, or it could not be asked for
 */
export async function getSession(context: RequestContext, id: string, subject: ErrorContext, beforeSend?: () => void): Promise<PickingSession> {
	return await callApi(context, { verb: 'GET', api: PICKER_API, path: pathOf(id), subject, beforeSend });
}

/**
 * Deletes a session. That it is gone already is what was wanted: a reply may have been lost, too.
 *
 * @throws NodeApiError made by `explain`
 */
export async function deleteSession(context: RequestContext, id: string, subject: ErrorContext): Promise<void> {
	try {
		await callApi(context, { verb: 'DELETE', api: PICKER_API, path: pathOf(id), subject });
	} catch (error) {
		if (!isGone(failureOf(error))) throw rethrow(error);
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
export async function listPicked(context: RequestContext, sessionId: string, subject: ErrorContext, beforeSend?: () => void): Promise<PickedMediaItem[]> {
	const fetchPage = async (pageToken: string | undefined): Promise<Page> =>
		await callApi(context, {
			verb: 'GET',
			api: PICKER_API,
			path: '/v1/mediaItems',
			qs: { sessionId, ...pageParameters(MAX_PICKED_PAGE, pageToken) },
			subject,
			beforeSend,
		});
	const items: PickedMediaItem[] = [];
	for await (const { entries } of pagesOf<PickedMediaItem>('mediaItems', fetchPage)) items.push(...entries);
	return items;
}
