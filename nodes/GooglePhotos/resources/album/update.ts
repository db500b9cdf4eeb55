import type { IExecutePaginationFunctions } from 'n8n-workflow';
import { albumLocator, locatorParts } from '../../fields/album';
import { forgetAlbum, rememberAlbum } from '../../fields/knownAlbums';
import { mediaItemIdOf, mediaItemLocator } from '../../fields/mediaItem';
import { checkedTitle, titleField } from '../../fields/title';
import type { Album } from '../../model/album';
import { accountOf } from '../../request/account';
import { oneRequest } from '../../request/declarative';
import type { Respond, Writes } from '../../request/declarative';
import { asItIs, failureOf, refusal, sameFor } from '../../request/explain';
import type { Subject } from '../../request/explain';
import { alsoSaying } from '../../request/wording';
import { ALBUM_ID, declarative } from '../entrance';
import type { Prepare } from '../entrance';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const TITLE = 'New Title';
const COVER = 'New Cover Photo';

/** What is not text is for the check of the title to refuse. */
function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

/** What is to be changed; a field that is left empty changes nothing. */
function changesOf(context: IExecutePaginationFunctions, about: Subject): Pick<Album, 'title' | 'coverPhotoMediaItemId'> {
	const node = context.getNode();
	const title: unknown = context.getNodeParameter('newTitle', '');
	const cover: unknown = context.getNodeParameter('coverPhoto', '');
	return {
		...(isGiven(title) ? { title: checkedTitle(node, title, about, TITLE) } : {}),
		...(locatorParts(cover).value ? { coverPhotoMediaItemId: mediaItemIdOf(node, cover, about, COVER) } : {}),
	};
}

const prepare: Prepare = (context, options, about) => {
	const changes = changesOf(context, about);
	const updateMask = Object.keys(changes).join(',');
	if (!updateMask) {
		throw refusal(context.getNode(), 'There is nothing to update', `Fill in ${TITLE} or ${COVER}.`, about);
	}
	options.body = changes;
	options.qs = { ...options.qs, updateMask };
};

const respond: Respond = async (context, requestData, ...about) => {
	const { title, coverPhotoMediaItemId: cover } = requestData.options.body as Partial<Album>;
	try {
		const outputs = await oneRequest(context, requestData, ...about);
		const album = outputs[0].json as unknown as Album;
		if (title !== undefined) {
			// neither title means now what it meant before
			await forgetAlbum(context, { id: album.id, title });
			rememberAlbum(await accountOf(context), album, 'asked');
		}
		return outputs;
	} catch (error) {
		if (cover === undefined || failureOf(error)?.kind !== 'unknownMediaItem') throw asItIs(error);
		throw notACover(error, cover);
	}
};

function notACover(error: Error, cover: string): Error {
	const own = sameFor(error, { parameter: COVER, what: `"${cover}"` });
	return alsoSaying(own, 'The cover has to be a photo or video that is in the album.', 'before');
}

const writes: Writes = { done: 'updated', nameOf: ({ title }) => `album "${title}"` };

const shown = shownFor('album', 'update');

/** https://developers.google.com/photos/library/reference/rest/v1/albums/patch */
export const update: Operation = {
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update an album',
		description: 'Change the title or the cover photo of an album that this app created',
		routing: {
			request: { method: 'PATCH', url: `/v1/albums/${ALBUM_ID}` },
			operations: { pagination: declarative(respond, prepare, writes) },
		},
	},
	fields: [
		albumLocator(
			{ required: true, displayOptions: shown },
			'An album of this title must exist; of several, the first that Google lists is taken',
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
