import type { Failure } from '../errors/kinds';
import { failureOf, inputError, rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { RequestContext } from '../http/n8nContext';
import { pageParameters, pagesOf } from '../http/paging';
import type { Page } from '../http/paging';
import { callApi } from './callApi';
import type { PickedMediaItem } from './pickedMediaItem';
import type { PickingSession } from './pickingSession';

/** Maximum page size. https://developers.google.com/photos/picker/reference/rest/v1/mediaItems/list */
export const MAX_PICKED_PAGE = 100;

/**
 * @param beforeSend called right before each attempt is sent; throws if the request must no longer be sent
 * @throws NodeApiError if the session is unknown or has expired, or the call failed
 */
export async function getSession(context: RequestContext, id: string, subject: ErrorContext, beforeSend?: () => void): Promise<PickingSession> {
	return await callApi(context, { method: 'picker.sessions.get', id, subject, beforeSend });
}

/**
 * Deletes a session. A session that is already gone is a success: the reply of an earlier attempt may have been lost.
 *
 * @throws NodeApiError
 */
export async function deleteSession(context: RequestContext, id: string, subject: ErrorContext): Promise<void> {
	try {
		await callApi(context, { method: 'picker.sessions.delete', id, subject });
	} catch (error) {
		if (!isGone(failureOf(error))) throw rethrow(error);
	}
}

/**
 * Whether Google says that the session does not exist: all that the reference documents for a deletion that fails. A
 * refused access or a rejected, malformed id does not count.
 * https://developers.google.com/photos/picker/reference/rest/v1/sessions/delete
 */
export function isGone({ kind, statusName }: Partial<Failure> = {}): boolean {
	return kind === 'sessionUnknown' && statusName === 'NOT_FOUND';
}

/**
 * Lists all media items that were picked in a session, in Google's order.
 *
 * @throws NodeApiError also if the user has not finished picking; NodeOperationError if the list cannot be read to its
 *   end
 */
export async function listPicked(context: RequestContext, sessionId: string, subject: ErrorContext, beforeSend?: () => void): Promise<PickedMediaItem[]> {
	const fetchPage = async (pageToken: string | undefined): Promise<Page> =>
		await callApi(context, {
			method: 'picker.mediaItems.list',
			qs: { sessionId, ...pageParameters(MAX_PICKED_PAGE, pageToken) },
			subject,
			beforeSend,
		});
	const items: PickedMediaItem[] = [];
	for await (const { entries, cut } of pagesOf<PickedMediaItem>('mediaItems', fetchPage)) {
		items.push(...entries);
		if (cut) throw endlessList(context, subject);
	}
	return items;
}

function endlessList({ n8n }: RequestContext, subject: ErrorContext): Error {
	return inputError(
		n8n.getNode(),
		'The list from Google Photos does not end',
		'Run this item again later. The session stays open, but not everything that was picked can be listed now.',
		subject,
	);
}
