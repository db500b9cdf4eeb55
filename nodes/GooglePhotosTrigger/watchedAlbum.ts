import type { IPollFunctions } from 'n8n-workflow';
import { findListedAlbum, findNewAlbum } from '../GooglePhotos/albums/albumList';
import { invalidateAlbum } from '../GooglePhotos/albums/cache';
import { comparableTitle } from '../GooglePhotos/api/album';
import type { Album } from '../GooglePhotos/api/album';
import { fetchAlbum } from '../GooglePhotos/api/libraryCalls';
import { clock } from '../GooglePhotos/concurrency/clock';
import { failureOf, inputError, rethrow } from '../GooglePhotos/errors/nodeError';
import type { ErrorContext } from '../GooglePhotos/errors/wording';
import type { RequestContext } from '../GooglePhotos/http/n8nContext';
import { locatorParts, parseAlbumId } from '../GooglePhotos/properties/albumLocator';
import { validateTitle } from '../GooglePhotos/properties/titleAndDescription';
import { publishedState } from './publishedState';
import type { TitledAlbum } from './state';

/** How long a checked title is considered current, in milliseconds. Each check takes a request of its own. */
const TITLE_VALIDITY = 60 * 60 * 1000;

/** The album that the parameters select. */
export interface AlbumToWatch {
	id: string;
	/** name for error messages */
	name: string;
	/** only if it was found by its title */
	titled?: TitledAlbum;
}

/**
 * The album of the Album parameter. An ID is not checked here: Google rejects an unknown one when its items are listed.
 * For a title, it stays with the album that was watched before while that one has the title, even if another album of
 * the title comes before it in Google's list.
 *
 * @param before the album that was watched with this credential and client ID, if it was found by its title
 * @param recheckTitle whether to check the title now, also within the hour
 * @throws NodeApiError or NodeOperationError if there is no such album
 */
export async function albumToWatch(
	context: IPollFunctions,
	api: RequestContext,
	before: TitledAlbum | undefined,
	recheckTitle: boolean,
): Promise<AlbumToWatch> {
	const locator = context.getNodeParameter('album');
	const id = parseAlbumId(context.getNode(), locator, {});
	if (id !== undefined) return { id, name: id };
	const name = validateTitle(context.getNode(), locatorParts(locator).value, {}, 'Album');
	const title = comparableTitle(name);
	const now = clock.now();
	if (before?.title === title) {
		const isValid = !recheckTitle && now - before.checkedAt < TITLE_VALIDITY;
		if (isValid) return { id: before.id, name, titled: before };
		if (await hasTitle(api, before)) return { id: before.id, name, titled: { ...before, checkedAt: now } };
		await invalidateAlbum(context, before);
	}
	const found = await findAlbum(context, api, title, { parameter: 'Album', what: `album "${name}"` });
	if (found) return { id: found.id, name, titled: { id: found.id, title, checkedAt: now } };
	throw inputError(
		context.getNode(),
		'There is no album with that title',
		before?.title === title
			? 'Rename or create an album with this title: the trigger then continues by itself. The album was renamed or deleted.'
			: "Create it with 'Album: Get or Create', then publish or test this workflow again. Only albums created by this app can be found.",
		{ parameter: 'Album', what: `album "${name}"` },
	);
}

/** Reads the whole list at most once an hour while it has no album of the title; in between only the newest albums. */
async function findAlbum(context: IPollFunctions, api: RequestContext, title: string, subject: ErrorContext): Promise<Album | undefined> {
	const state = publishedState(context);
	const { missing } = state;
	if (missing?.title === title && clock.now() - missing.listedAt < TITLE_VALIDITY) return await findNewAlbum(api, title, subject);
	const found = await findListedAlbum(api, title, subject);
	state.missing = found ? undefined : { title, listedAt: clock.now() };
	return found;
}

async function hasTitle(api: RequestContext, { id, title }: TitledAlbum): Promise<boolean> {
	try {
		return comparableTitle((await fetchAlbum(api, id)).title ?? '') === title;
	} catch (error) {
		if (mayBeGone(error)) return false;
		throw rethrow(error);
	}
}

/** Google does not document how it rejects a deleted album: any rejection that names no other cause may mean it. */
export function mayBeGone(error: unknown): boolean {
	const kind = failureOf(error)?.kind;
	return kind !== undefined && ['foreignAlbum', 'unknownAlbum', 'notFound', 'invalid', 'forbidden'].includes(kind);
}
