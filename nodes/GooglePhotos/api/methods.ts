import { LIBRARY_API, PICKER_API } from '../http/hosts';
import type { ApiMethod, Scope, Traffic } from '../http/method';
import { kindForAlbum, kindForMediaItem, kindWithoutId, pickerKind } from './methodErrors';

const APPEND: Scope = 'photoslibrary.appendonly';
const READ: Scope = 'photoslibrary.readonly.appcreateddata';
const EDIT: Scope = 'photoslibrary.edit.appcreateddata';
const PICK: Scope = 'photospicker.mediaitems.readonly';

/** Not "." or "..", which a URL takes for steps through folders. */
const ID = '(?!\\.{1,2}$)[^/:]+';

function method(
	id: string,
	verb: string,
	path: string,
	traffic: Traffic,
	scopes: Scope[],
	repeatable = true,
	api = LIBRARY_API,
): ApiMethod {
	return { id, api, verb, path: new RegExp(`^/v1/${path}$`), traffic, scopes, repeatable };
}

/** A method of the Picker API: none of them changes the library. It is another host, which refuses apart. */
function pickerMethod(id: string, verb: string, path: string, repeatable = true): ApiMethod {
	const own = method(`picker.${id}`, verb, path, 'pick', [PICK], repeatable, PICKER_API);
	return { ...own, refine: (failure) => pickerKind(failure, own.id) };
}

/** Google refuses more sessions of a user than it likes with the status of a quota. */
const TWO_MINUTES = 2 * 60 * 1000;

/**
 * The methods that Google still offers for what an app created, with the scopes of their reference pages.
 * https://developers.google.com/photos/library/reference/rest
 */
export const apiMethods: readonly ApiMethod[] = [
	{ ...method('albums.create', 'POST', 'albums', 'write', [APPEND], false), refine: kindWithoutId },
	{ ...method('albums.list', 'GET', 'albums', 'read', [READ]), refine: kindWithoutId },
	{ ...method('albums.get', 'GET', `albums/${ID}`, 'read', [READ]), refine: kindForAlbum },
	method('albums.patch', 'PATCH', `albums/${ID}`, 'write', [EDIT]),
	method('albums.batchAddMediaItems', 'POST', `albums/${ID}:batchAddMediaItems`, 'write', [APPEND, EDIT]),
	method('albums.batchRemoveMediaItems', 'POST', `albums/${ID}:batchRemoveMediaItems`, 'write', [EDIT]),
	method('albums.addEnrichment', 'POST', `albums/${ID}:addEnrichment`, 'write', [APPEND, EDIT], false),
	{ ...method('mediaItems.batchCreate', 'POST', 'mediaItems:batchCreate', 'write', [APPEND]), refine: kindWithoutId },
	method('mediaItems.batchGet', 'GET', 'mediaItems:batchGet', 'read', [READ]),
	{ ...method('mediaItems.search', 'POST', 'mediaItems:search', 'read', [READ]), refine: kindWithoutId },
	{ ...method('mediaItems.list', 'GET', 'mediaItems', 'read', [READ]), refine: kindWithoutId },
	{ ...method('mediaItems.patch', 'PATCH', `mediaItems/${ID}`, 'write', [EDIT]), refine: kindForMediaItem },
	{ ...method('uploads', 'POST', 'uploads', 'upload', [APPEND]), refine: kindWithoutId },
];

/**
 * The methods by which a user hands over photos of their whole library. The second API has paths that the
 * first has as well.
 * https://developers.google.com/photos/picker/reference/rest
 */
export const pickerMethods: readonly ApiMethod[] = [
	{ ...pickerMethod('sessions.create', 'POST', 'sessions', false), maximumWait: TWO_MINUTES },
	pickerMethod('sessions.get', 'GET', `sessions/${ID}`),
	pickerMethod('sessions.delete', 'DELETE', `sessions/${ID}`),
	pickerMethod('mediaItems.list', 'GET', 'mediaItems'),
];

/** A fetch of media bytes: no method of the API, does not count against its requests of a day. */
export const mediaBytes: ApiMethod = {
	id: 'media bytes',
	api: LIBRARY_API,
	verb: 'GET',
	path: /^/,
	traffic: 'bytes',
	scopes: [READ],
	repeatable: true,
};

/**
 * A fetch of picked bytes. Its base URLs open only to a token with the Picker's permission.
 * https://developers.google.com/photos/picker/guides/media-items
 */
export const pickedBytes: ApiMethod = {
	...mediaBytes,
	id: 'picked media bytes',
	api: PICKER_API,
	scopes: [PICK],
	refine: (failure) => pickerKind(failure, 'picked media bytes'),
};

/**
 * The method that a request calls.
 *
 * @param verb HTTP verb
 * @param path path of the URL, beginning `/v1/`
 * @param api address of the API
 * @throws if there is no such method: a request that nobody planned must not leave
 */
export function methodOf(verb: string, path: string, api: string = LIBRARY_API): ApiMethod {
	const found = [...apiMethods, ...pickerMethods].find(
		(entry) => entry.api === api && entry.verb === verb && entry.path.test(path),
	);
	if (!found) throw new TypeError(`Google Photos has no method ${verb} ${path}`);
	return found;
}
