import type { IPollFunctions } from 'n8n-workflow';
import { invalidateAlbum } from '../GooglePhotos/albums/cache';
import { findListedAlbum } from '../GooglePhotos/albums/directory';
import { comparableTitle } from '../GooglePhotos/api/album';
import type { Album } from '../GooglePhotos/api/album';
import { callApi } from '../GooglePhotos/api/client';
import { clock } from '../GooglePhotos/concurrency/clock';
import { failureOf, inputError, rethrow } from '../GooglePhotos/errors/nodeError';
import type { RequestContext } from '../GooglePhotos/http/n8nContext';
import { locatorParts, parseAlbumId } from '../GooglePhotos/properties/albumLocator';
import { validateTitle } from '../GooglePhotos/properties/texts';
import type { TitledAlbum } from './state';

/** How long an album is taken to have the title that it had: a request of its own is needed to know. */
const TITLE_HOLDS = 60 * 60 * 1000;

/** The album that the parameters say is to be watched. */
export interface AlbumToWatch {
	id: string;
	/** for people */
	name: string;
	/** if it was found by its title */
	titled?: TitledAlbum;
}

/**
 * The album of the Album parameter. An id is taken as it is: whether there is such an album Google says when it is
 * asked for its items. Of a title it is the album that was watched before, as long as it has the title: another one
 * may have come before it in Google's list.
 *
 * @param before the album that was watched with this credential and client, if by a title
 * @param surely whether to ask anew what the title says, also within the hour
 * @throws NodeApiError or NodeOperationError if there is no such album
 */
export async function albumToWatch(
	context: IPollFunctions,
	api: RequestContext,
	before: TitledAlbum | undefined,
	surely: boolean,
): Promise<AlbumToWatch> {
	const locator = context.getNodeParameter('album');
	const id = parseAlbumId(context.getNode(), locator, {});
	if (id !== undefined) return { id, name: id };
	const name = validateTitle(context.getNode(), locatorParts(locator).value, {}, 'Album');
	const title = comparableTitle(name);
	const now = clock.now();
	if (before?.title === title) {
		const holds = !surely && now - before.checkedAt < TITLE_HOLDS;
		if (holds) return { id: before.id, name, titled: before };
		if (await hasTitle(api, before)) return { id: before.id, name, titled: { ...before, checkedAt: now } };
		await invalidateAlbum(context, before);
	}
	const found = await findListedAlbum(api, title, { parameter: 'Album', what: `album "${name}"` });
	if (found) return { id: found.id, name, titled: { id: found.id, title, checkedAt: now } };
	throw inputError(
		context.getNode(),
		'There is no album of that title',
		before?.title === title
			? 'The album was renamed or deleted. Once an album of this title is there again, the trigger goes on by itself.'
			: 'Make it first with the Google Photos node (Album: Get or Create), then publish or test this workflow again. Only albums that this app created can be found.',
		{ parameter: 'Album', what: `album "${name}"` },
	);
}

async function hasTitle(api: RequestContext, { id, title }: TitledAlbum): Promise<boolean> {
	try {
		const path = `/v1/albums/${encodeURIComponent(id)}`;
		const album = await callApi<Album>(api, { verb: 'GET', path });
		return comparableTitle(album.title ?? '') === title;
	} catch (error) {
		if (mayBeGone(error)) return false;
		throw rethrow(error);
	}
}

/** Google does not say how it refuses an album that is gone: any refusal that names nothing else may mean that. */
export function mayBeGone(error: unknown): boolean {
	const kind = failureOf(error)?.kind;
	return kind !== undefined && ['foreignAlbum', 'unknownAlbum', 'notFound', 'invalid', 'forbidden'].includes(kind);
}
