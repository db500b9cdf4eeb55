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

describe('a later try of Retry On Fail', () => {
	/** An earlier try that has created these files, then one with the same files. */
	function triedAgain(there: Array<[number, string]>, start?: AlbumPosition, registered = 6) {
		const tries = new Map<string, string>();
		const files = sentFiles(6).map((file, number) => ({ ...file, sha256: `bytes ${number}` }));
		const first = new AlbumOrder(album, start, tries);
		for (const file of files) first.add(file);
		for (const [number, id] of there) first.markCreated(files[number], id);
		const second = new AlbumOrder(album, start, tries);
		const again = files.map((file) => ({ ...file, uploadToken: `another ${file.uploadToken}` }));
		for (const file of again.slice(0, registered)) second.add(file);
		const groups = second.groups(again.slice(0, registered));
		return groups.map(({ files: own, ...place }) => [own.map((file) => (again as unknown[]).indexOf(file)), place]);
	}
	const FIRST: AlbumPosition = { position: 'FIRST_IN_ALBUM' };

	test('puts each file after what the earlier try created of the files before it', () => {
		expect(triedAgain([[0, 'a'], [3, 'd']])).toEqual([
			[[0, 3], { position: undefined }],
			[[1, 2], { position: after('a'), relativeToOwn: true }],
			[[4, 5], { position: undefined }],
		]);
		expect(triedAgain([[0, 'a']], FIRST)).toEqual([
			[[0], { position: FIRST }],
			[[1, 2, 3, 4, 5], { position: after('a'), relativeToOwn: true }],
		]);
	});

	test('puts files that precede all created ones before those, or where the user chose', () => {
		expect(triedAgain([[2, 'c'], [3, 'd'], [4, 'e'], [5, 'f']])).toEqual([
			[[2, 3, 4, 5], { position: undefined }],
			[[0, 1], { before: 'c' }],
		]);
		expect(triedAgain([[5, 'f']], FIRST)).toEqual([
			[[5], { position: FIRST }],
			[[0, 1, 2, 3, 4], { position: FIRST }],
		]);
	});

	test('does not put a file at the end while created ones that follow it are not registered', () => {
		expect(triedAgain([[0, 'a'], [5, 'f']], undefined, 2)).toEqual([
			[[0], { position: undefined }],
			[[1], { position: after('a'), relativeToOwn: true }],
		]);
	});

	test('puts all files where the user chose if the earlier try created none', () => {
		expect(triedAgain([], FIRST)).toEqual([[[0, 1, 2, 3, 4, 5], { position: FIRST }]]);
	});
});

test('identical bytes in one try do not count as created by an earlier one', () => {
	const tries = new Map<string, string>();
	const order = new AlbumOrder(album, undefined, tries);
	const [one, other] = sentFiles(2).map((file) => ({ ...file, sha256: 'same' }));
	order.add(one);
	order.markCreated(one, 'a');
	order.add(other);
	expect(order.groups([other])).toStrictEqual([{ files: [other], position: undefined }]);
});
