/** Album positions of files that Google could not create at first. */
import type { AlbumPosition } from '../../../nodes/GooglePhotos/properties/albumPosition';
import { AlbumOrder } from '../../../nodes/GooglePhotos/uploads/albumOrder';
import { sentFiles } from '../support/sentFiles';

const album = { id: 'album', title: 'Album' };
const after = (relativeMediaItemId: string): AlbumPosition => ({ position: 'AFTER_MEDIA_ITEM', relativeMediaItemId });

/** Six files of one destination. @param there the created ones: number of the file, id of its media item */
function placed(there: Array<[number, string]>, placement = new AlbumOrder(album)) {
	const files = sentFiles(6);
	for (const file of files) placement.add(file);
	for (const [number, id] of there) placement.markCreated(files[number], id);
	return {
		/** groups of the files with these numbers */
		groups: (...numbers: number[]) => placement.groups(numbers.map((number) => files[number])),
		files,
	};
}

test('files at the end of an album get no other position, so that executions can share the call', () => {
	const { groups, files } = placed([[0, 'a'], [1, 'b']]);
	expect(groups(2, 3)).toStrictEqual([{ files: files.slice(2, 4), position: undefined }]);
});

test('a file between created ones goes after its nearest predecessor', () => {
	const { groups } = placed([[1, 'b'], [0, 'a'], [5, 'f'], [3, 'd']]);
	expect(groups(2, 4)).toMatchObject([
		{ position: after('b'), relativeToOwn: true },
		{ position: after('d'), relativeToOwn: true },
	]);
});

test('files before all created ones go before the nearest of those', () => {
	expect(placed([[3, 'd'], [2, 'c'], [4, 'e']]).groups(0, 1)).toMatchObject([{ before: 'c' }]);
});

test('a media item that Google returns a second time keeps its position', () => {
	const { groups } = placed([[0, 'a'], [3, 'd'], [4, 'a']]);
	expect(groups(1, 2)).toMatchObject([{ position: after('a') }]);
});

test('files without an album have no position and form one group', () => {
	const { groups, files } = placed([[0, 'a'], [2, 'c']], new AlbumOrder(undefined));
	expect(groups(1, 3)).toStrictEqual([{ files: [files[1], files[3]] }]);
});
