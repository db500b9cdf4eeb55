import fc from 'fast-check';
import type { INode } from 'n8n-workflow';
import { leftOutOfList, MAX_TOOL_CHARACTERS, MAX_TOOL_RESULTS, toolAnswer } from '../../../nodes/GooglePhotos/execution/toolAnswer';

const tool = { type: 'n8n-nodes-google-photos-library.googlePhotosTool' } as INode;
const item = (length: number) => ({ json: { text: 'x'.repeat(length) } });

test('the model of a tool gets the name of the file that was stored, which is not always that of the media item', () => {
	const file = { data: '', mimeType: 'image/jpeg', fileName: 'holiday.jpg' };
	const [{ json }] = toolAnswer(tool, [{ json: { filename: 'IMG_1.heic' }, binary: { data: file } }], 'mediaItem');
	expect(json).toEqual({ filename: 'IMG_1.heic', note: expect.stringMatching(/^The file "holiday\.jpg" was downloaded /) });
});

test('the answer of a tool is within the limits with its note, and no result is left out that would fit', () => {
	const lengths = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 150, size: 'max' });
	fc.assert(
		fc.property(lengths, fc.boolean(), (all, hasMore) => {
			const items = [...all.map(item), ...(hasMore ? [leftOutOfList(all.length)] : [])];
			const answer = toolAnswer(tool, items, 'mediaItem').map(({ json }) => json);
			const length = JSON.stringify(answer).length;
			expect(length).toBeLessThanOrEqual(MAX_TOOL_CHARACTERS);
			const note = answer.at(-1)?.leftOut;
			const shown = answer.length - (note === undefined ? 0 : 1);
			expect(note !== undefined).toBe(hasMore || shown < all.length);
			if (shown < Math.min(all.length, MAX_TOOL_RESULTS)) expect(length + all[shown]).toBeGreaterThan(MAX_TOOL_CHARACTERS - 250);
		}),
	);
});
