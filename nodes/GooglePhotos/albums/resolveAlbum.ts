import { failureOf, inputError, rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { RequestContext } from '../http/n8nContext';
import { locatorParts, parseAlbumId } from '../properties/albumLocator';
import { displayText } from '../properties/parseValues';
import { validateTitle } from '../properties/titleAndDescription';
import type { AlbumRef } from './cache';
import { findAlbumByTitle, getAlbum } from './findByTitle';
import { getOrCreateAlbum } from './getOrCreateByTitle';

/** What an operation does if no album has the title. */
type MissingTitle = 'create' | 'refuse';

/**
 * Finds the album of a locator. With `create`, creates an album for a title that none has.
 *
 * @param locator the value of the album field
 * @param checksTitle whether the caller itself checks the current title, so that a cached album needs no confirmation
 * @returns the album; without the permission to read, only its ID is known
 * @throws NodeApiError or NodeOperationError that names the parameter
 */
export async function resolveAlbum(
	context: RequestContext,
	locator: unknown,
	missingTitle: MissingTitle,
	about: ErrorContext,
	checksTitle = false,
): Promise<AlbumRef> {
	const id = parseAlbumId(context.n8n.getNode(), locator, about);
	const { value } = locatorParts(locator);
	const subject = { ...about, parameter: 'Album', what: `album "${displayText(value)}"` };
	if (id === undefined) return await albumOfTitle(context, value, missingTitle, subject, checksTitle);
	try {
		return await getAlbum(context, id, subject);
	} catch (error) {
		// no permission to read: the later request shows whether Google knows the album
		if (failureOf(error)?.kind === 'missingScope') return { id, title: '' };
		throw rethrow(error);
	}
}

async function albumOfTitle(
	context: RequestContext,
	title: string,
	missingTitle: MissingTitle,
	subject: ErrorContext,
	checksTitle: boolean,
): Promise<AlbumRef> {
	if (missingTitle === 'create') {
		const checked = validateTitle(context.n8n.getNode(), title, { item: subject.item });
		return await getOrCreateAlbum(context, checked, subject);
	}
	const found = await findAlbumByTitle(context, title, subject, checksTitle);
	if (found) return found;
	throw inputError(
		context.n8n.getNode(),
		'There is no album with that title',
		"Check the title, or use 'Album: Get or Create'. Only albums created by this app can be found.",
		subject,
	);
}
