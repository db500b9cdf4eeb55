import type { IDataObject } from 'n8n-workflow';
import { UnexpectedResponseError } from '../errors/kinds';
import type { ApiMethod } from '../http/apiMethod';
import { albumIn } from './album';
import { isObject, listIn, readResource } from './fieldTypes';
import { mediaItemIn, resultIn } from './mediaItem';
import { pickedMediaItemIn } from './pickedMediaItem';
import { pickingSessionIn } from './pickingSession';

/** Reads a value of a reply. Returns undefined if the value does not have the expected form. */
type Read = (json: unknown) => object | undefined;

/** Reader of a reply that is one resource. */
const one =
	(read: Read) =>
	(json: IDataObject): object =>
		read(json) ?? withoutId();

function withoutId(): never {
	throw new UnexpectedResponseError('The response has no id');
}

/** Reader of a page of a list. It drops invalid entries. Google omits the field of an empty list. */
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

/** Reader of an empty reply. https://protobuf.dev/reference/protobuf/google.protobuf/#empty */
const nothing = (json: IDataObject): object => {
	if (Object.keys(json).length === 0) return json;
	throw otherFields();
};

function otherFields(): Error {
	return new UnexpectedResponseError('The response does not have the fields of the API');
}

/** Reader of a reply with one result per batch entry, in order. An invalid result keeps its index as an empty one. */
const results =
	(list: string) =>
	(json: IDataObject): object => ({ ...json, [list]: entriesOf(json, list).map(resultIn) });

function entriesOf(json: IDataObject, list: string): unknown[] {
	const entries = listIn(json[list]);
	if (entries) return entries;
	throw new UnexpectedResponseError('The response has no list of results');
}

/** Reader of each method's reply. The replies of other methods only have to be objects. */
const readers: Record<string, (json: IDataObject) => object> = {
	'albums.create': one(albumIn),
	'albums.get': one(albumIn),
	'albums.patch': one(albumIn),
	'albums.list': page('albums', albumIn),
	'albums.batchAddMediaItems': nothing,
	'albums.batchRemoveMediaItems': nothing,
	'albums.addEnrichment': ({ enrichmentItem }) => ({ enrichmentItem: readResource(enrichmentItem, {}) ?? withoutId() }),
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
 * Validates a reply with a success status. Each known field of the result has the type that Google's reference states,
 * or is missing.
 * https://protobuf.dev/programming-guides/json/
 *
 * @returns the reply of the method
 * @throws UnexpectedResponseError if the reply is not one of this method: no object, an error, a resource without an
 *   id, unknown fields only, or another value in place of a list
 */
export function readReply(method: ApiMethod, json: unknown): object {
	if (!isObject(json)) throw new UnexpectedResponseError('The response is not a JSON object');
	if (isObject(json.error)) throw new UnexpectedResponseError('The response reports an error');
	return readers[method.id]?.(json) ?? json;
}
