/** Any reply from Google gives valid output or a user-facing error, never an internal error of the node. */
import fc from 'fast-check';
import type { IDataObject, IHttpRequestOptions, ILoadOptionsFunctions, INodeExecutionData } from 'n8n-workflow';
import { simplifiedMediaItem } from '../../../nodes/GooglePhotos/api/mediaItem';
import { apiMethods, pickerMethods } from '../../../nodes/GooglePhotos/api/methods';
import { readReply } from '../../../nodes/GooglePhotos/api/responses';
import { isUserFacing } from '../../../nodes/GooglePhotos/errors/nodeError';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { singleRequest } from '../../../nodes/GooglePhotos/execution/declarative';
import type { ApiMethod } from '../../../nodes/GooglePhotos/http/apiMethod';
import { getMany } from '../../../nodes/GooglePhotos/resources/getMany';
import { searchAlbums, searchMediaItems } from '../../../nodes/GooglePhotos/properties/listSearch';
import { APPEND, EDIT, fakeCaller, fakeRun, PICK, READ } from '../support/caller';
import { refused } from '../support/httpErrors';
import { anything, mediaItem, oddReply, samples } from '../support/oddReplies';
import { photos } from '../support/runs';
import { forItems, routedRequest } from '../support/routedItem';
import { useVirtualClock } from '../support/virtualClock';
import { addMediaItemsToAlbums, getEachMediaItem, getOrCreateAlbums, uploadFiles, waitForSelection } from '../support/operations';

const time = useVirtualClock();

const methods: readonly ApiMethod[] = [...apiMethods, ...pickerMethods];
const methodOfRequest = ({ method, url }: IHttpRequestOptions) => {
	const { origin, pathname } = new URL(url);
	return methods.find(({ api, verb, path }) => api === origin && verb === method && path.test(pathname))?.id ?? '';
};

const locator = (value: string, mode = 'id') => ({ mode, value });
const parameters: IDataObject = {
	album: locator('Holiday', 'title'),
	title: 'Holiday',
	mediaItem: locator('a,b'),
	sessionId: 's',
	options: { verify: true, waitForVideos: 1, maximumWait: 1, deleteSession: true },
	maximumWait: 1,
};

function runOf(respond: (request: IHttpRequestOptions) => unknown, more: IDataObject = {}): OperationContext {
	const caller = fakeCaller({ respond, scope: [APPEND, READ, EDIT, PICK].join(' ') });
	return {
		...fakeRun(caller, {}, photos('sea', 'hut')),
		parameter: <T>(name: string, _position: number, fallback: T) => (({ ...parameters, ...more })[name] ?? fallback) as T,
	};
}

type Respond = (request: IHttpRequestOptions) => unknown;
type Job = (respond: Respond) => Promise<INodeExecutionData[]>;

const listed = getMany({ list: 'mediaItems', largestPage: 100, present: (item: never, simple) => (simple ? simplifiedMediaItem(item) : { ...(item as IDataObject) }) });

/** Sends the request that n8n would build. Returns the output items or throws the error of the input item. */
async function routed(respond: Respond, work: typeof singleRequest, options: object): Promise<INodeExecutionData[]> {
	const scope = [APPEND, READ, EDIT, PICK].join(' ');
	const outcomes = await forItems([0], async (context) => await work(context, routedRequest(options), {}), { respond, scope, continueOnFail: true });
	return outcomes.flatMap((outcome) => {
		if (outcome instanceof Error) throw outcome;
		return outcome;
	});
}

const editorList = (search: typeof searchAlbums): Job => async (respond) => {
	const { results } = await search.call(fakeCaller({ respond }) as ILoadOptionsFunctions, 'a');
	return results.map((json) => ({ json: { ...json } }));
};

const LIBRARY = 'https://photoslibrary.googleapis.com';
const PICKER = 'https://photospicker.googleapis.com';

const jobs: Record<string, { methods: string[]; job: Job }> = {
	upload: {
		methods: ['mediaItems.batchCreate', 'mediaItems.batchGet', 'albums.list', 'albums.create'],
		job: async (respond) => await uploadFiles(runOf(respond)),
	},
	'get media items': { methods: ['mediaItems.batchGet'], job: async (respond) => await getEachMediaItem(runOf(respond, { mediaItem: locator('a') })) },
	'get or create albums': { methods: ['albums.list', 'albums.create'], job: async (respond) => await getOrCreateAlbums(runOf(respond)) },
	'add to an album': {
		methods: ['albums.list', 'albums.batchAddMediaItems', 'mediaItems.search'],
		job: async (respond) => await addMediaItemsToAlbums(runOf(respond)),
	},
	'wait for a selection': {
		methods: ['picker.sessions.get', 'picker.mediaItems.list'],
		job: async (respond) => await waitForSelection(runOf(respond)),
	},
	'list media items': {
		methods: ['mediaItems.list'],
		job: async (respond) => await routed(respond, listed, { method: 'GET', baseURL: LIBRARY, url: '/v1/mediaItems' }),
	},
	'get a session': {
		methods: ['picker.sessions.get'],
		job: async (respond) => await routed(respond, singleRequest, { method: 'GET', baseURL: PICKER, url: '/v1/sessions/s' }),
	},
	'get an album': {
		methods: ['albums.get'],
		job: async (respond) => await routed(respond, singleRequest, { method: 'GET', baseURL: LIBRARY, url: '/v1/albums/a' }),
	},
	'the list of albums in the editor': { methods: ['albums.list'], job: editorList(searchAlbums) },
	'the list of media items in the editor': { methods: ['mediaItems.list'], job: editorList(searchMediaItems) },
};

/** Expects output items with valid fields and only user-facing errors. */
function expectProper(outputs: INodeExecutionData[]): void {
	for (const { json, error } of outputs) {
		expect(typeof json).toBe('object');
		if (error) expect(isUserFacing(error)).toBe(true);
		for (const key of ['id', 'filename', 'mimeType', 'title', 'name', 'value']) {
			expect(['string', 'undefined']).toContain(json[key] === null ? 'undefined' : typeof json[key]);
		}
	}
}

async function outcomeOf(job: Job, respond: Respond): Promise<void> {
	const outcome = await time.clock.until(job(respond).then((outputs) => ({ outputs }), (error: Error) => ({ error })));
	if ('error' in outcome) expect(isUserFacing(outcome.error)).toBe(true);
	else expectProper(outcome.outputs);
}

describe.each(Object.entries(jobs).flatMap(([title, { methods: of, job }]) => of.map((method) => ({ title, method, job }))))(
	'$title, with the reply of $method',
	({ method, job }) => {
		test('gives valid output or a user-facing error, whatever values the reply contains', async () => {
			await fc.assert(
				fc.asyncProperty(oddReply(method), async (reply) => {
					const respond = (request: IHttpRequestOptions) => {
						const asked = methodOfRequest(request);
						if (asked === 'uploads') return `token of ${String(request.body)}`;
						return structuredClone(asked === method ? reply : (samples[asked] ?? {}));
					};
					await outcomeOf(job, respond);
				}),
				{ numRuns: 40 },
			);
		});
	},
);

test('every operation gives valid output or a user-facing error, whatever the body of an error response', async () => {
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...Object.values(jobs)), fc.constantFrom(400, 401, 403, 404, 429, 503), anything, async ({ job }, status, body) => {
			await outcomeOf(job, (request) => {
				if (methodOfRequest(request) === 'uploads') return 'token';
				throw refused(status, fc.stringify(body).length % 2 ? body : { error: body });
			});
		}),
		{ numRuns: 60 },
	);
});

const methodCalled = (id: string) => methods.find((method) => method.id === id) as ApiMethod;

test.each([
	['a list that is none', 'albums.list', { albums: 'none' }],
	['results that are none', 'mediaItems.batchGet', { mediaItemResults: 5 }],
	['an album without an id', 'albums.get', { title: 'Holiday' }],
	['a session without an id', 'picker.sessions.get', {}],
	['no object', 'albums.batchAddMediaItems', []],
	['a list of something else', 'albums.list', { login_required: true }],
	['found media of something else', 'mediaItems.search', { foo: 1 }],
	['something instead of nothing', 'albums.batchAddMediaItems', { login_required: true }],
	['something instead of nothing', 'albums.batchRemoveMediaItems', { ok: false }],
	['something instead of nothing', 'picker.sessions.delete', { login_required: true }],
	['an error', 'albums.list', { error: { code: 503, message: 'Try again' } }],
	['an error beside an id', 'albums.get', { id: 'a', error: { code: 403 } }],
])('a reply is reported as not from the API: %s', (_title, id, reply) => {
	expect(() => readReply(methodCalled(id), reply)).toThrow(/The response/);
});

test('invalid entries are removed from lists and keep their position in batch results', () => {
	expect(readReply(methodCalled('mediaItems.list'), { mediaItems: [null, mediaItem, 5, {}], nextPageToken: null })).toEqual({ mediaItems: [mediaItem] });
	expect(readReply(methodCalled('mediaItems.batchGet'), { mediaItemResults: [null, { mediaItem, status: null }, { status: { code: '5' } }] })).toEqual({
		mediaItemResults: [{}, { mediaItem }, { status: { code: 5 } }],
	});
});

test('fields that the node does not know are kept unchanged', () => {
	const more = { ...mediaItem, contributorInfo: { displayName: 'Ada' }, mediaMetadata: { photo: { cameraMake: 'X' }, width: 4 } };
	expect(readReply(methodCalled('mediaItems.patch'), more)).toEqual({ ...more, mediaMetadata: { photo: { cameraMake: 'X' }, width: '4' } });
});
