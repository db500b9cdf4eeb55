import type { Failure } from '../errors/kinds';
import type { ApiMethod, Scope } from '../http/apiMethod';
import { LIBRARY_API, PICKER_API } from '../http/hosts';
import { kindForAlbum, kindForMediaItem, kindWithoutId, pickerKind } from './methodErrors';

const APPEND: Scope = 'photoslibrary.appendonly';
const READ: Scope = 'photoslibrary.readonly.appcreateddata';
const EDIT: Scope = 'photoslibrary.edit.appcreateddata';
const PICK: Scope = 'photospicker.mediaitems.readonly';

/** How a method is called, and how its requests are treated; see `ApiMethod`. */
interface Definition extends Pick<ApiMethod, 'traffic' | 'scopes' | 'refine' | 'maximumWait'> {
	verb: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	/** behind `/v1/`, with `{id}` for an id */
	path: string;
	/** false: sent twice it is carried out twice */
	repeatable?: false;
}

/**
 * Google refuses more sessions of a user than it likes with the status of a quota, and longer waits rarely help.
 * Milliseconds.
 */
const SESSION_WAIT = 2 * 60 * 1000;

/** Methods of the Picker API change nothing in the library. They are on another host, which throttles by itself. */
const pick = { traffic: 'pick', scopes: [PICK] } satisfies Partial<Definition>;

/**
 * The methods that Google offers for what an app created, with the scopes of their reference pages, and those by which a
 * user hands over photos of the whole library.
 * https://developers.google.com/photos/library/reference/rest
 * https://developers.google.com/photos/picker/reference/rest
 */
const definitions = {
	'albums.create': { verb: 'POST', path: 'albums', traffic: 'write', scopes: [APPEND], repeatable: false, refine: kindWithoutId },
	'albums.list': { verb: 'GET', path: 'albums', traffic: 'read', scopes: [READ], refine: kindWithoutId },
	'albums.get': { verb: 'GET', path: 'albums/{id}', traffic: 'read', scopes: [READ], refine: kindForAlbum },
	'albums.patch': { verb: 'PATCH', path: 'albums/{id}', traffic: 'write', scopes: [EDIT] },
	'albums.batchAddMediaItems': { verb: 'POST', path: 'albums/{id}:batchAddMediaItems', traffic: 'write', scopes: [APPEND, EDIT] },
	'albums.batchRemoveMediaItems': { verb: 'POST', path: 'albums/{id}:batchRemoveMediaItems', traffic: 'write', scopes: [EDIT] },
	'albums.addEnrichment': {
		verb: 'POST',
		path: 'albums/{id}:addEnrichment',
		traffic: 'write',
		scopes: [APPEND, EDIT],
		repeatable: false,
	},
	'mediaItems.batchCreate': { verb: 'POST', path: 'mediaItems:batchCreate', traffic: 'write', scopes: [APPEND], refine: kindWithoutId },
	'mediaItems.batchGet': { verb: 'GET', path: 'mediaItems:batchGet', traffic: 'read', scopes: [READ] },
	'mediaItems.search': { verb: 'POST', path: 'mediaItems:search', traffic: 'read', scopes: [READ], refine: kindWithoutId },
	'mediaItems.list': { verb: 'GET', path: 'mediaItems', traffic: 'read', scopes: [READ], refine: kindWithoutId },
	'mediaItems.patch': { verb: 'PATCH', path: 'mediaItems/{id}', traffic: 'write', scopes: [EDIT], refine: kindForMediaItem },
	uploads: { verb: 'POST', path: 'uploads', traffic: 'upload', scopes: [APPEND], refine: kindWithoutId },
	'picker.sessions.create': { ...pick, verb: 'POST', path: 'sessions', repeatable: false, maximumWait: SESSION_WAIT },
	'picker.sessions.get': { ...pick, verb: 'GET', path: 'sessions/{id}' },
	'picker.sessions.delete': { ...pick, verb: 'DELETE', path: 'sessions/{id}' },
	'picker.mediaItems.list': { ...pick, verb: 'GET', path: 'mediaItems' },
} satisfies Record<string, Definition>;

export type MethodId = keyof typeof definitions;

/** Not "." or "..", which a URL takes for steps through folders. */
const ID = '(?!\\.{1,2}$)[^/:]+';

function methodFrom(id: string, { path, ...definition }: Definition): ApiMethod {
	const template = `/v1/${path}`;
	const ofPicker = id.startsWith('picker.');
	return {
		id,
		api: ofPicker ? PICKER_API : LIBRARY_API,
		template,
		path: new RegExp(`^${template.replace('{id}', ID)}$`),
		...(ofPicker && { refine: (failure: Failure) => pickerKind(failure, id) }),
		...definition,
		repeatable: definition.repeatable ?? true,
	};
}

const all = Object.entries<Definition>(definitions).map(([id, definition]) => methodFrom(id, definition));

/** Methods of the Library API. */
export const apiMethods: readonly ApiMethod[] = all.filter(({ api }) => api === LIBRARY_API);

/** Methods of the Picker API. It has paths that the Library API has as well. */
export const pickerMethods: readonly ApiMethod[] = all.filter(({ api }) => api === PICKER_API);

export function apiMethod(id: MethodId): ApiMethod {
	return all.find((method) => method.id === id) as ApiMethod;
}

/** A fetch of media bytes: no method of the API, does not count against its requests of a day. */
export const mediaBytes: ApiMethod = {
	id: 'media bytes',
	api: LIBRARY_API,
	verb: 'GET',
	template: '',
	path: /^/,
	traffic: 'bytes',
	scopes: [READ],
	repeatable: true,
};

/**
 * Download of picked media bytes. Their base URLs require a token with the Picker scope.
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
 * The method of a request that n8n has built from a description.
 *
 * @param verb HTTP verb
 * @param path path of the URL, beginning `/v1/`
 * @param api address of the API
 * @throws TypeError if there is no such method: a request that nobody planned is not sent
 */
export function methodOf(verb: string, path: string, api: string = LIBRARY_API): ApiMethod {
	const found = all.find((entry) => entry.api === api && entry.verb === verb && entry.path.test(path));
	if (!found) throw new TypeError(`Google Photos has no method ${verb} ${path}`);
	return found;
}

/**
 * The path of a method with an id in its place.
 *
 * @throws TypeError if the id cannot be a part of a path
 */
export function pathWithId({ id: method, template, path }: ApiMethod, id = ''): string {
	const filled = template.replace('{id}', () => encodeURIComponent(id));
	if (!path.test(filled)) throw new TypeError(`${method} takes no such id`);
	return filled;
}
