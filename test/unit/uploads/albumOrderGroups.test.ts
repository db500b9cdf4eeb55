/** Where in an album files go that Google could not create at first. */
import type { AlbumPosition } from '../../../nodes/GooglePhotos/properties/position';
import { AlbumOrder } from '../../../nodes/GooglePhotos/uploads/albumOrder';
import { sentFiles } from '../support/sentFiles';

const album = { id: 'album', title: 'Album' };
const after = (relativeMediaItemId: string): AlbumPosition => ({ position: 'AFTER_MEDIA_ITEM', relativeMediaItemId });

/** Some files of a place, and those of them that are there: the number of the file with the id of its media item. */
function placed(there: Array<[number, string]>, placement = new AlbumOrder(album)) {
	const files = sentFiles(6);
	for (const file of files) placement.add(file);
	for (const [number, id] of there) placement.markCreated(files[number], id);
	return {
		/** where files of these numbers go */
		groups: (...numbers: number[]) => placement.groups(numbers.map((number) => files[number])),
		files,
	};
}

test('at the end of an album nothing is asked for but the end, so that executions can share the call', () => {
	const { groups, files } = placed([[0, 'a'], [1, 'b']]);
	expect(groups(2, 3)).toStrictEqual([{ files: files.slice(2, 4), position: undefined }]);
});

test('between others, it is after the nearest one before', () => {
	const { groups } = placed([[1, 'b'], [0, 'a'], [5, 'f'], [3, 'd']]);
	expect(groups(2, 4)).toMatchObject([
		{ position: after('b'), relativeToOwn: true },
		{ position: after('d'), relativeToOwn: true },
	]);
});

test('before all others, it is before the nearest one', () => {
	expect(placed([[3, 'd'], [2, 'c'], [4, 'e']]).groups(0, 1)).toMatchObject([{ before: 'c' }]);
});

test('a media item that comes again has not moved', () => {
	const { groups } = placed([[0, 'a'], [3, 'd'], [4, 'a']]);
	expect(groups(1, 2)).toMatchObject([{ position: after('a') }]);
});

test('without an album there are no places, and all go together', () => {
	const { groups, files } = placed([[0, 'a'], [2, 'c']], new AlbumOrder(undefined));
	expect(groups(1, 3)).toStrictEqual([{ files: [files[1], files[3]] }]);
});
