import fc from 'fast-check';
import type { Edit } from '../../../nodes/GooglePhotos/files/captureDate';

/** What the edits make of a file: each part is copied, none is streamed. */
export function edited(content: Buffer, edits: Edit[]): Buffer {
	let at = 0;
	const parts = edits.flatMap(({ offset, remove, insert }) => {
		const before = content.subarray(at, offset);
		at = offset + remove;
		return [before, insert];
	});
	return Buffer.concat([...parts, content.subarray(at)]);
}

/** Edits of a file of `size` bytes, in ascending order and without overlaps; at its ends and next to each other too. */
export const anyEdits = (size: number): fc.Arbitrary<Edit[]> =>
	fc
		.array(
			fc.tuple(fc.nat(size), fc.oneof(fc.constant(0), fc.nat(50)), fc.uint8Array({ maxLength: 60 })),
			{ maxLength: 5 },
		)
		.map((drafts) => {
			let end = 0;
			return drafts
				.sort(([one], [other]) => one - other)
				.map(([start, wanted, insert]) => {
					const offset = Math.max(start, end);
					const remove = Math.min(wanted, size - offset);
					end = offset + remove;
					return { offset, remove, insert: Buffer.from(insert) };
				});
		});
