import type { IDataObject } from 'n8n-workflow';
import { UnexpectedResponseError } from '../errors/kinds';
import type { ApiMethod } from '../http/method';
import { albumIn } from './album';
import { mediaItemIn, resultIn } from './mediaItem';
import { pickedMediaItemIn } from './pickedMediaItem';
import { pickingSessionIn } from './pickingSession';
import { isObject, listIn, readShape } from './shapes';

/** Reads a value of a reply; undefined if it is not what it should be. */
type Read = (json: unknown) => object | undefined;

/** A reply that is one resource. */
const one =
	(read: Read) =>
	(json: IDataObject): object => {
		const resource = read(json);
		if (resource) return resource;
		throw new UnexpectedResponseError('The reply has no id');
	};

/** A reply with a list: entries that are nothing are left out. An empty list has no field at all. */
const page =
	(list: string, read: Read) =>
	(json: IDataObject): object => {
		if (Object.keys(json).length > 0 && !(list in json) && !('nextPageToken' in json)) throw otherFields();
		const { nextPageToken: token, ...rest } = json;
		return {
			...rest,
			[list]: entriesOf(json, list).flatMap((entry) => read(entry) ?? []),
			...((typeof token === 'string' || typeof token === 'number') && { nextPageToken: String(token) }),
		};
	};

/** A reply that has nothing in it. https://protobuf.dev/reference/protobuf/google.protobuf/#empty */
const nothing = (json: IDataObject): object => {
	if (Object.keys(json).length === 0) return json;
	throw otherFields();
};

function otherFields(): Error {
	return new UnexpectedResponseError('The reply has other fields than those of the API');
}

/** A reply with a result for each member of a batch, by their order: a result that is nothing keeps its place. */
const results =
	(list: string) =>
	(json: IDataObject): object => ({ ...json, [list]: entriesOf(json, list).map(resultIn) });

function entriesOf(json: IDataObject, list: string): unknown[] {
	const entries = listIn(json[list]);
	if (entries) return entries;
	throw new UnexpectedResponseError('The reply has no list of results');
}

/** How the reply of each method is read; of the others, it is enough that it is an object. */
const readers: Record<string, (json: IDataObject) => object> = {
	'albums.create': one(albumIn),
	'albums.get': one(albumIn),
	'albums.patch': one(albumIn),
	'albums.list': page('albums', albumIn),
	'albums.batchAddMediaItems': nothing,
	'albums.batchRemoveMediaItems': nothing,
	'albums.addEnrichment': (json) => readShape(json, { enrichmentItem: { id: 'text' } }) as object,
	'mediaItems.list': page('mediaItems', mediaItemIn),
	'mediaItems.search': page('mediaItems', mediaItemIn),
	'mediaItems.patch': one(mediaItemIn),
	'mediaItems.batchGet': results('mediaItemResults'),
	'mediaItems.batchCreate': results('newMediaItemResults'),
	'picker.sessions.create': one(pickingSessionIn),
	'picker.sessions.get': one(pickingSessionIn),
	'picker.sessions.delete': nothing,
	'picker.mediaItems.list': page('mediaItems', pickedMediaItemIn),
};

/**
 * Reads a reply with a success status. Whatever comes in it, what is handed on has fields of the types that
 * Google's reference names, or lacks them.
 * https://protobuf.dev/programming-guides/json/
 *
 * @returns the reply of the method
 * @throws StrangeReplyError if it is not the method's: no object, a resource without an id, or something else in the
 *   place of a list
 */
export function readReply(method: ApiMethod, json: unknown): object {
	if (!isObject(json)) throw new UnexpectedResponseError('The reply is not a JSON object');
	if (isObject(json.error)) throw new UnexpectedResponseError('The reply tells of an error');
	return readers[method.id]?.(json) ?? json;
}
