import fc from 'fast-check';
import { MAX_SEEN, SeenIds } from '../../../nodes/GooglePhotosTrigger/seenIds';

const ids = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `id ${from + index}`);

test('at most 100,000 IDs are kept, each with 8 bytes in Base64', () => {
	const known = new SeenIds();
	known.markRecent(ids(MAX_SEEN));
	expect(known.toString().length).toBeLessThanOrEqual(MAX_SEEN * 8 * (4 / 3) + 4);
	known.markRecent(ids(500, MAX_SEEN));
	expect(known.size).toBe(MAX_SEEN);
	expect(known.toString().length).toBeLessThanOrEqual(MAX_SEEN * 8 * (4 / 3) + 4);
	expect(known.has('id 499')).toBe(false);
	expect(known.has('id 500')).toBe(true);
	known.putFirst(ids(10, -10));
	expect(known.has('id -1')).toBe(false);
});

test('stored IDs are read back unchanged and in the same order', () => {
	fc.assert(
		fc.property(fc.array(fc.string()), fc.array(fc.string()), fc.integer({ min: 1, max: 20 }), (last, first, most) => {
			const known = new SeenIds('', most);
			known.markRecent(last);
			known.putFirst(first);
			const again = new SeenIds(known.toString(), most);
			expect(again.toString()).toBe(known.toString());
			expect(known.size).toBeLessThanOrEqual(most);
			const size = new Set([...first, ...last]).size;
			expect(known.size).toBe(Math.min(size, most));
			for (const id of [...first, ...last]) expect(again.has(id)).toBe(known.has(id));
			const lastOne = last.at(-1);
			if (lastOne !== undefined) expect(known.has(lastOne)).toBe(true);
		}),
	);
});
