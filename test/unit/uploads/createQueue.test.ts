/** State that the batches of one execution share: media items that are returned again, and closed album positions. */
import type { MediaItemResult } from '../../../nodes/GooglePhotos/api/mediaItem';
import { UploadBreaker } from '../../../nodes/GooglePhotos/uploads/circuitBreaker';
import { CreateQueue } from '../../../nodes/GooglePhotos/uploads/createQueue';
import type { CreateResult } from '../../../nodes/GooglePhotos/uploads/createQueue';
import type { Source } from '../../../nodes/GooglePhotos/uploads/types';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun } from '../support/caller';
import { failed, sentFile, success, tokensOf } from '../support/sentFiles';
import { MINUTE, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const album = { id: 'album', title: 'Album' };

/** Creates `count` files in one album. `answer` returns the result of a file, by its number and that of the call. */
async function create(count: number, answer: (number: number, call: number) => MediaItemResult) {
	const asked: string[][] = [];
	const caller = fakeCaller({
		respond: (request) => {
			const call = asked.push(tokensOf(request));
			const numbers = tokensOf(request).map((token) => Number(token.replace('token ', '')));
			return { newMediaItemResults: numbers.map((number) => answer(number, call)) };
		},
	});
	const run = fakeRun(caller);
	const ending = new UploadBreaker(run);
	const creation = new CreateQueue<Source>(run, ending, { maximumWait: MINUTE });
	const files = Array.from({ length: count }, (_, number) => sentFile(number, { album }));
	for (const file of files) creation.add(file);
	const results = await time.clock.until(creation.finish());
	return { asked, ending, results: files.map(({ source }) => results.get(source) as CreateResult<Source>) };
}

const made = (number: number, id = `item of token ${number}`): MediaItemResult => ({
	...success(`token ${number}`),
	mediaItem: { id },
});
const refused = (number: number): MediaItemResult => failed(`token ${number}`, 11, `Refused ${number}`);
const inLibraryBefore = (results: Array<CreateResult<Source>>) =>
	results.map((one) => 'mediaItem' in one && one.alreadyInLibrary);

describe('already in the library, according to the result, is', () => {
	test('a media item that this execution created before, in the same call or in another', async () => {
		const { asked, results } = await create(52, (number) => made(number, number % 50 === 1 ? 'twin' : undefined));
		const before = inLibraryBefore(results);
		expect(before.flatMap((already, number) => (already ? number : []))).toEqual([51]);
		expect(asked).toHaveLength(2);
		const { results: together } = await create(3, (number) => made(number, 'twin'));
		expect(inLibraryBefore(together)).toEqual([false, true, true]);
	});

	test('a file of which Google says that it exists', async () => {
		const { results } = await create(2, (number, call) =>
			number === 0 && call === 1 ? failed('token 0', 6) : made(number),
		);
		expect(inLibraryBefore(results)).toEqual([true, false]);
	});
});

describe('when Google rejects files of an album', () => {
	test.each<[string, (number: number) => MediaItemResult]>([
		['one of them', (number) => (number === 49 ? refused(number) : made(number))],
		['all but one', (number) => (number === 7 || number > 49 ? made(number) : refused(number))],
		['all, but each for what it is', (number) => (number < 50 ? failed(`token ${number}`, 3) : made(number))],
	])('%s: later files are created', async (_title, answer) => {
		const { asked, results } = await create(51, answer);
		expect(asked).toHaveLength(2);
		expect(results[50]).toMatchObject({ mediaItem: { id: 'item of token 50' } });
	});

	test('all, without a reason: later files are not sent; their error has the last message of Google', async () => {
		const { asked, results } = await create(51, refused);
		expect(asked).toHaveLength(1);
		const { error } = results[50] as { error: Error };
		expect(errorText(error)).toMatch(
			/^Not sent: Google Photos did not accept the request: file "50\.jpg" .* Google says: Refused 49\. \|/,
		);
	});

	test.each([
		[1, true],
		[2, false],
	])('all files of a batch of %i: the album stays open: %p', async (count, open) => {
		const { ending } = await create(count, refused);
		const next = () => ending.assertOpen(sentFile(7, { album }).source);
		if (open) expect(next).not.toThrow();
		else expect(next).toThrow(/^Not sent: /);
	});
});
