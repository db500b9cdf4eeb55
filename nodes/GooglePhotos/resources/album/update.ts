import type { IExecutePaginationFunctions } from 'n8n-workflow';
import { cacheAlbum, invalidateAlbum } from '../../albums/cache';
import type { Album } from '../../api/album';
import { failureOf, inputError, rethrow, withContext } from '../../errors/nodeError';
import { appendText } from '../../errors/wording';
import type { ErrorContext } from '../../errors/wording';
import { singleRequest } from '../../execution/declarative';
import type { Handler, Writes } from '../../execution/declarative';
import { accountStateOf } from '../../http/accountState';
import { ALBUM_MUST_EXIST, albumLocator, locatorParts } from '../../properties/albumLocator';
import { mediaItemLocator, parseMediaItemId } from '../../properties/mediaItemLocator';
import { titleField, validateTitle } from '../../properties/titleAndDescription';
import { ALBUM_ID, declarativeOperation } from '../declarativeOperation';
import type { PreSend } from '../declarativeOperation';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const TITLE = 'New Title';
const COVER = 'New Cover Photo';

/** A value that is not text counts as given: `validateTitle` rejects it. */
function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

/** The album fields to change. An empty parameter changes nothing. */
function changesOf(context: IExecutePaginationFunctions, about: ErrorContext): Pick<Album, 'title' | 'coverPhotoMediaItemId'> {
	const node = context.getNode();
	const title: unknown = context.getNodeParameter('newTitle', '');
	const cover: unknown = context.getNodeParameter('coverPhoto', '');
	return {
		...(isGiven(title) ? { title: validateTitle(node, title, about, TITLE) } : {}),
		...(locatorParts(cover).value ? { coverPhotoMediaItemId: parseMediaItemId(node, cover, about, COVER) } : {}),
	};
}

const prepare: PreSend = (context, options, about) => {
	const changes = changesOf(context, about);
	const updateMask = Object.keys(changes).join(',');
	if (!updateMask) {
		throw inputError(context.getNode(), 'There is nothing to update', `Fill in '${TITLE}' or '${COVER}'.`, about);
	}
	options.body = changes;
	options.qs = { ...options.qs, updateMask };
};

const respond: Handler = async (context, requestData, ...about) => {
	const { title, coverPhotoMediaItemId: cover } = requestData.options.body as Partial<Album>;
	try {
		const outputs = await singleRequest(context, requestData, ...about);
		const album = outputs[0].json as unknown as Album;
		if (title !== undefined) {
			// the old and the new title may both refer to another album now
			await invalidateAlbum(context, { id: album.id, title });
			cacheAlbum(await accountStateOf(context), album, 'asked');
		}
		return outputs;
	} catch (error) {
		if (cover === undefined || failureOf(error)?.kind !== 'unknownMediaItem') throw rethrow(error);
		throw notACover(error, cover);
	}
};

function notACover(error: Error, cover: string): Error {
	const own = withContext(error, { parameter: COVER, what: `"${cover}"` });
	return appendText(own, 'The cover must be a photo or video that is in the album.', 'before');
}

const writes: Writes = { done: 'updated', nameOf: ({ title }) => `album "${title}"` };

const shown = shownFor('album', 'update');

/** https://developers.google.com/photos/library/reference/rest/v1/albums/patch */
export const update: Operation = {
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update album',
		description: 'Change the title or the cover photo of an album created by this app',
		routing: {
			request: { method: 'PATCH', url: `/v1/albums/${ALBUM_ID}` },
			operations: { pagination: declarativeOperation(respond, prepare, writes) },
		},
	},
	fields: [
		albumLocator(
			{ required: true, displayOptions: shown },
			ALBUM_MUST_EXIST,
		),
		titleField({
			displayName: TITLE,
			name: 'newTitle',
			required: false,
			hint: 'If empty, the album keeps its title',
			displayOptions: shown,
		}),
		mediaItemLocator({
			displayName: COVER,
			name: 'coverPhoto',
			required: false,
			description: 'A photo or video that is in the album',
			hint: 'If empty, the album keeps its cover',
			displayOptions: shown,
		}),
	],
};
