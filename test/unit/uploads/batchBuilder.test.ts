import fc from 'fast-check';
import { MAX_BATCH_CREATE } from '../../../nodes/GooglePhotos/uploads/createCall';
import { BatchBuilder } from '../../../nodes/GooglePhotos/uploads/createQueue';
import type { UploadedFile } from '../../../nodes/GooglePhotos/uploads/types';
import { sentFile, sentFiles } from '../support/sentFiles';

const albumOf = (id: string | undefined) =>
	id === undefined ? undefined : { id, title: `Title of ${id}` };

function batchesOf(sent: UploadedFile[]): UploadedFile[][] {
	const batches = new BatchBuilder();
	const full = sent.flatMap((file) => {
		const batch = batches.add(file);
		return batch ? [batch] : [];
	});
	return [...full, ...batches.remaining()].map(({ files }) => files);
}

test('files are split into batches of 50', () => {
	expect(MAX_BATCH_CREATE).toBe(50);
	expect(batchesOf(sentFiles(1000)).map(({ length }) => length)).toEqual(Array(20).fill(50));
	expect(batchesOf(sentFiles(120)).map(({ length }) => length)).toEqual([50, 50, 20]);
	expect(batchesOf([])).toEqual([]);
});

test('a batch is returned as soon as it is full', () => {
	const batches = new BatchBuilder();
	const files = sentFiles(51);
	for (const file of files.slice(0, 49)) expect(batches.add(file)).toBeUndefined();
	expect(batches.add(files[49])?.files).toEqual(files.slice(0, 50));
	expect(batches.add(files[50])).toBeUndefined();
	expect(batches.remaining()).toMatchObject([{ files: [files[50]] }]);
	expect(batches.remaining()).toEqual([]);
});

test('files that alternate between two albums fill one batch per album', () => {
	const files = Array.from({ length: 100 }, (_, index) =>
		sentFile(index, { album: albumOf(index % 2 ? 'odd' : 'even') }),
	);
	expect(batchesOf(files)).toHaveLength(2);
});

test('files with different positions in an album go into different batches', () => {
	const album = { id: 'a', title: 'A' };
	const files = [sentFile(0, { album }), sentFile(1, { album, albumPosition: { position: 'FIRST_IN_ALBUM' } })];
	expect(batchesOf(files)).toEqual([[files[0]], [files[1]]]);
});

test('files share a batch if their album ids are equal, even if the titles differ', () => {
	const files = ['A', 'B'].map((title, index) => sentFile(index, { album: { id: 'same', title } }));
	expect(batchesOf(files)).toEqual([files]);
});

test('for arbitrary albums: as few batches as possible, 50 files at most, one album each, in input order', () => {
	const albums = fc.array(fc.constantFrom(undefined, 'a', 'b', '', '__proto__'), {
		maxLength: 400,
	});
	fc.assert(
		fc.property(albums, (ids) => {
			const files = ids.map((id, index) => sentFile(index, { album: albumOf(id) }));
			const batches = batchesOf(files);
			for (const batch of batches) {
				expect(batch.length).toBeLessThanOrEqual(50);
				expect(new Set(batch.map(({ source }) => source.album?.id)).size).toBe(1);
			}
			for (const id of new Set(ids)) {
				const own = batches.filter(([{ source }]) => source.album?.id === id);
				const inAlbum = files.filter(({ source }) => source.album?.id === id);
				expect(own.flat()).toEqual(inAlbum);
				expect(own).toHaveLength(Math.ceil(inAlbum.length / 50));
			}
			expect(batches.flat()).toHaveLength(files.length);
		}),
	);
});
