/**
 * Checks that the node covers the whole Library API: some operation sends every method and parameter, and none sends
 * anything unknown to Google (the emulator parses JSON as strictly as Google).
 */
import type { IDataObject } from 'n8n-workflow';
import type { RecordedRequest } from '../../tools/emulator/control-client.mts';
import { newAccount } from '../support/account';
import { apiSurface } from '../support/apiSurface';
import { Engine } from '../support/engine';
import { album, itemWith, upload } from '../support/files';
import { jpeg } from '../support/pictures';

/** An operation's parameters, and what they send to which method. */
type Row = [method: string, sends: string[], form: IDataObject];

const ofMediaItem = (operation: string, more: IDataObject = {}): IDataObject => ({
	resource: 'mediaItem',
	operation,
	mediaItem: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	...more,
});
const ofAlbum = (operation: string, more: IDataObject = {}): IDataObject => ({ resource: 'album', operation, ...more });
const filtered = (filters: IDataObject, sort: IDataObject = {}) => ofMediaItem('getAll', { from: 'filters', filters, sort });
const PAGES = ['pageSize', 'pageToken'];
const date = (...names: string[]) => names.flatMap((name) => ['year', 'month', 'day'].map((part) => `${name}.${part}`));
const theAlbum = album('id', '={{ $json.albumId }}');
const theMediaItem = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
const place = (name: string) => ['locationName', 'latlng.latitude', 'latlng.longitude'].map((part) => `${name}.${part}`);
const bergen = (field: string): IDataObject => ({
	[`${field}Name`]: 'Bergen',
	[`${field}Latitude`]: '60.39',
	[`${field}Longitude`]: '5.32',
});
const positioned = (more: IDataObject) => upload({ ...theAlbum, options: { albumPosition: { place: more } } });

const rows: Row[] = [
	['albums.create', ['album.title'], ofAlbum('create', { title: 'New' })],
	['albums.get', ['albumId'], ofAlbum('get', theAlbum)],
	[
		'albums.patch',
		['id', 'updateMask', 'title', 'coverPhotoMediaItemId'],
		ofAlbum('update', { ...theAlbum, newTitle: 'Other', coverPhoto: theMediaItem }),
	],
	['albums.batchAddMediaItems', ['albumId', 'mediaItemIds'], ofAlbum('addMediaItems', { ...theAlbum, mediaItem: theMediaItem })],
	[
		'albums.batchRemoveMediaItems',
		['albumId', 'mediaItemIds'],
		ofAlbum('removeMediaItems', { ...theAlbum, mediaItem: theMediaItem }),
	],
	[
		'albums.addEnrichment',
		['albumId', 'newEnrichmentItem.textEnrichment.text', 'albumPosition.position', 'albumPosition.relativeMediaItemId'],
		ofAlbum('addEnrichment', { ...theAlbum, text: 'Text', position: 'AFTER_MEDIA_ITEM', relativeMediaItem: theMediaItem }),
	],
	[
		'albums.addEnrichment',
		[...place('newEnrichmentItem.locationEnrichment.location'), 'albumPosition.relativeEnrichmentItemId'],
		ofAlbum('addEnrichment', {
			...theAlbum,
			enrichmentType: 'location',
			...bergen('location'),
			position: 'AFTER_ENRICHMENT_ITEM',
			relativeEnrichmentItemId: '={{ $json.enrichmentId }}',
		}),
	],
	[
		'albums.addEnrichment',
		[...place('newEnrichmentItem.mapEnrichment.origin'), ...place('newEnrichmentItem.mapEnrichment.destination')],
		ofAlbum('addEnrichment', { ...theAlbum, enrichmentType: 'map', ...bergen('origin'), ...bergen('destination') }),
	],
	['albums.list', PAGES, ofAlbum('getAll', { returnAll: true })],
	['mediaItems.batchGet', ['mediaItemIds'], ofMediaItem('get')],
	['mediaItems.list', PAGES, ofMediaItem('getAll', { from: 'library', returnAll: true })],
	[
		'mediaItems.search',
		[...PAGES, 'albumId'],
		ofMediaItem('getAll', { from: 'album', ...album('id', '={{ $json.albumId }}'), returnAll: true }),
	],
	[
		'mediaItems.search',
		[
			'orderBy',
			'filters.includeArchivedMedia',
			...date('filters.dateFilter.dates', 'filters.dateFilter.ranges.startDate', 'filters.dateFilter.ranges.endDate'),
		],
		filtered({
			dates: { values: [{ date: '2026-07-14' }] },
			dateRanges: { values: [{ startDate: '2026-07-14', endDate: '2026-07-15' }] },
			includeArchived: true,
		}, { rule: { order: 'oldest' } }),
	],
	[
		'mediaItems.search',
		[
			'filters.contentFilter.includedContentCategories',
			'filters.contentFilter.excludedContentCategories',
			'filters.mediaTypeFilter.mediaTypes',
			'filters.featureFilter.includedFeatures',
		],
		filtered({ categories: ['PETS'], excludedCategories: ['FOOD'], mediaType: 'PHOTO', favoritesOnly: true }),
	],
	['mediaItems.patch', ['id', 'updateMask', 'description'], ofMediaItem('update', { description: 'New' })],
	[
		'mediaItems.batchCreate',
		[
			'albumId',
			'newMediaItems.description',
			'newMediaItems.simpleMediaItem.fileName',
			'newMediaItems.simpleMediaItem.uploadToken',
		],
		upload({ ...theAlbum, description: 'Text' }),
	],
	[
		'mediaItems.batchCreate',
		['albumPosition.position', 'albumPosition.relativeMediaItemId'],
		positioned({ position: 'AFTER_MEDIA_ITEM', relativeMediaItem: theMediaItem }),
	],
	[
		'mediaItems.batchCreate',
		['albumPosition.relativeEnrichmentItemId'],
		positioned({ position: 'AFTER_ENRICHMENT_ITEM', relativeEnrichmentItemId: '={{ $json.enrichmentId }}' }),
	],
];

/** Fields of Google's messages that have no effect in requests. */
const withoutEffect = [
	// Ignored since apps only see their own data: https://developers.google.com/photos/support/updates
	/^albums\.list excludeNonAppCreatedData$/,
	/^mediaItems\.search filters\.excludeNonAppCreatedData$/,
	// Only in replies: https://developers.google.com/photos/library/reference/rest/v1/albums#Album
	/^albums\.create album\.(?!title$)/,
	/^albums\.patch (productUrl|isWriteable|mediaItemsCount|coverPhotoBaseUrl)$/,
	// mediaItems.get: batchGet returns the same, for 50 ids a call.
	// mediaItems.patch: https://developers.google.com/photos/library/reference/rest/v1/mediaItems/patch
	/^mediaItems\.get mediaItemId$/,
	/^mediaItems\.patch (?!id$|updateMask$|description$)/,
];

function sentBy({ query, fields = [], path }: RecordedRequest, surface: string[]): string[] {
	// Any request to the method sends the parameters in its path.
	const inPath = surface.filter((name) => /(^id|Id)$/.test(name) && path.split('/').length > 3 && !name.includes('.'));
	return [...inPath, ...Object.keys(query), ...fields];
}

test.each(rows)('calls %s with %j', async (method, sends, form) => {
	// The first page is empty, so that there is a page token.
	const account = await newAccount({ switches: { emptyPages: 1 } });
	const engine = await Engine.for(account);
	const files = await Promise.all([0, 1].map(async (number) => await itemWith(engine, await jpeg(number), `${number}.jpg`)));
	const [{ json }] = await engine.run(upload(album('title', 'All')), { items: [files[0]] });
	const [text] = await engine.run(ofAlbum('addEnrichment', { ...album('id', json.albumId as string), text: 'First' }));
	await account.resetRequests();

	await engine.run(form, { items: [{ ...files[1], json: { id: json.id, albumId: json.albumId, enrichmentId: text.json.id } }] });
	const requests = await account.requests();
	expect(requests.filter(({ status }) => status !== 200)).toEqual([]);
	const surface = (await apiSurface()).get(method) ?? [];
	const sent = new Set(requests.filter((request) => request.method === method).flatMap((request) => sentBy(request, surface)));
	expect([...sent]).toEqual(expect.arrayContaining(sends));
	expect(surface).toEqual(expect.arrayContaining([...sent]));
});

test('every method is called with every parameter that has an effect', async () => {
	const sent = new Set(rows.flatMap(([method, sends]) => sends.map((name) => `${method} ${name}`)));
	const surface = [...(await apiSurface())].flatMap(([method, names]) => names.map((name) => `${method} ${name}`));
	expect(surface).toEqual(expect.arrayContaining([...sent]));
	const left = surface.filter((name) => !sent.has(name) && !withoutEffect.some((pattern) => pattern.test(name)));
	expect(left).toEqual([]);
});
