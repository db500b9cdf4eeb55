import { failureOf, inputError, rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { RequestContext } from '../http/n8nContext';
import { locatorParts, parseAlbumId } from '../properties/albumLocator';
import { validateTitle } from '../properties/texts';
import { displayText } from '../properties/values';
import { findAlbumByTitle, getAlbum } from './findByTitle';
import { getOrCreateAlbum } from './getOrCreate';
import type { AlbumRef } from './state';

/** How an operation deals with a title that no album has. */
type MissingTitle = 'create' | 'refuse';

/**
 * Finds out which album a locator means.
 *
 * @param locator the value of the album field
 * @param seesTitle whether the caller will see for itself how the album is called now
 * @returns the album; only its id is sure where the permission to read was not granted
 * @throws NodeApiError or NodeOperationError that names the parameter
 */
export async function resolveAlbum(
	context: RequestContext,
	locator: unknown,
	missingTitle: MissingTitle,
	about: ErrorContext,
	seesTitle = false,
): Promise<AlbumRef> {
	const id = parseAlbumId(context.n8n.getNode(), locator, about);
	const { value } = locatorParts(locator);
	const subject = { ...about, parameter: 'Album', what: `album "${displayText(value)}"` };
	if (id === undefined) return await albumOfTitle(context, value, missingTitle, subject, seesTitle);
	try {
		return await getAlbum(context, id, subject);
	} catch (error) {
		// not allowed to read: Google itself will say whether it knows the album
		if (failureOf(error)?.kind === 'missingScope') return { id, title: '' };
		throw rethrow(error);
	}
}

async function albumOfTitle(
	context: RequestContext,
	title: string,
	missingTitle: MissingTitle,
	subject: ErrorContext,
	seesTitle: boolean,
): Promise<AlbumRef> {
	if (missingTitle === 'create') {
		const checked = validateTitle(context.n8n.getNode(), title, { item: subject.item });
		return await getOrCreateAlbum(context, checked, subject);
	}
	const found = await findAlbumByTitle(context, title, subject, seesTitle);
	if (found) return found;
	throw inputError(
		context.n8n.getNode(),
		'There is no album of that title',
		'Only albums that this app created can be found. Check the title, or use Album: Get or Create.',
		subject,
	);
}
