import fc from 'fast-check';
import { renditionOf, variantOf } from '../../../nodes/GooglePhotos/downloads/variant';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun } from '../support/caller';
import { bytesFault, bytesOf, MediaHost } from '../support/mediaHost';
import { useVirtualClock } from '../support/virtualClock';
import { downloadFiles } from '../support/operations';

const time = useVirtualClock();
const photo = { id: 'p', mediaMetadata: { photo: {} } };
const video = { id: 'v', mediaMetadata: { video: { status: 'READY' } } };

function parameters(form: Record<string, unknown>): [photo: string, video: string] {
	const variant = variantOf(fakeRun(fakeCaller(), form as never), 0);
	return [renditionOf('photo', variant).parameters, renditionOf('video', variant).parameters];
}

test.each([
	[{}, 'd', 'dv'],
	[{ variant: 'fit', maxWidth: 800, maxHeight: 600 }, 'w800-h600', 'w800-h600'],
	[{ variant: 'fit', maxWidth: '800', maxHeight: 0 }, 'w800', 'w800'],
	[{ variant: 'fit', maxHeight: 16383 }, 'h16383', 'h16383'],
	[{ variant: 'crop', width: 1, height: 16383 }, 'w1-h16383-c', 'w1-h16383-c'],
	[{ variant: 'thumbnail', maxWidth: 320, maxHeight: 240 }, 'w320-h240', 'w320-h240-no'],
	[{ variant: 'motion' }, 'dv', 'dv'],
])('the URL parameters for photos and videos match the variant %j', (form, ofPhoto, ofVideo) => {
	expect(parameters(form)).toEqual([ofPhoto, ofVideo]);
});

test.each([
	[{ variant: 'fit', maxWidth: 16384 }, /'Maximum Width' is not a whole number from 0 to 16,383: "16384" \[item 0\].*0 to 16,383/],
	[{ variant: 'fit', maxWidth: 10, maxHeight: -1 }, /'Maximum Height' is not a whole number/],
	[{ variant: 'fit', maxWidth: 1.5 }, /'Maximum Width' is not a whole number/],
	[
		{ variant: 'thumbnail' },
		/Neither a width nor a height is set \[item 0\]\. Set 'Maximum Width' or 'Maximum Height', in pixels\. \| Parameter: 'Maximum Width'\.$/,
	],
	[{ variant: 'crop', width: 10, height: 0 }, /'Height' is not a whole number.*"0"/],
	[{ variant: 'crop', width: 'wide', height: 1 }, /'Width' is not a whole number.*"wide"/],
	[{ variant: 'original' }, /^'Variant' is not one of the choices: "original" \[item 0\]\. Use one of: best, .*\. \| $/],
])('%j is rejected before any request is sent', async (form, says) => {
	const host = new MediaHost();
	const [output] = await downloadFiles(host.run(['a'], form));
	expect(errorText(output.error as Error)).toMatch(says);
	const stopping = downloadFiles({ ...host.run(['a'], form), continueOnFail: false });
	const thrown = await stopping.catch((error: Error) => error);
	expect(errorText(thrown as Error)).toMatch(says);
	expect(host.batchGets).toEqual([]);
});

test('any width and height give valid size parameters or an error', () => {
	const odd = fc.constantFrom(null, undefined, '=w1', '1e3', ' 7 ');
	const given = fc.oneof(fc.integer({ min: -9, max: 20_000 }), fc.double(), fc.string(), odd);
	fc.assert(
		fc.property(fc.constantFrom('fit', 'crop', 'thumbnail'), given, given, (variant, width, height) => {
			try {
				for (const asked of parameters({ variant, maxWidth: width, maxHeight: height, width, height })) {
					expect(asked).toMatch(/^(w\d+-h\d+(-c|-no)?|[wh]\d+(-no)?)$/);
				}
			} catch (error) {
				expect((error as Error).message).toMatch(/not a whole number|Neither/);
			}
		}),
	);
});

const noVideo =
	'The photo does not contain a video: "a" [item 0]. Choose another variant. | Only motion photos contain a video. Parameter: \'Variant\'.';

test('the variant Video of a Motion Photo is rejected for a photo that is not a motion photo', async () => {
	const host = new MediaHost();
	const run = host.run(['a'], { variant: 'motion' });
	const helpers = run.n8n.helpers;
	const request = helpers.httpRequestWithAuthentication;
	helpers.httpRequestWithAuthentication = async function (this: never, ...given: never) {
		const reply = (await request.apply(this, given)) as { headers: Record<string, string> };
		if (reply.headers['content-type']) reply.headers['content-type'] = 'image/jpeg';
		return reply;
	} as typeof request;
	const [output] = await time.clock.until(downloadFiles(run));
	expect(errorText(output.error as Error)).toBe(noVideo);
	expect(host.fetches).toHaveLength(1);
});

test.each([400, 404, 410])('a photo whose video request gets a %s is reported as not a motion photo', async (status) => {
	const host = new MediaHost();
	host.fault = bytesFault(() => status);
	const [output] = await time.clock.until(downloadFiles(host.run(['a'], { variant: 'motion' })));
	expect(errorText(output.error as Error)).toBe(noVideo);
});

test('the video of a motion photo has a video file name and MIME type', async () => {
	const host = new MediaHost();
	const [output] = await time.clock.until(downloadFiles(host.run(['a'], { variant: 'motion' })));
	expect(host.content(output)).toBe(bytesOf('a', 'dv').toString());
	expect(output.binary?.data).toMatchObject({ fileName: 'a.mp4', mimeType: 'video/mp4' });
});

test.each([
	['a video that is not there', video.mediaMetadata, 404, /could not find the file at the URL that it provided: "a" \[item 0\].*'Media Item'/],
	['a photo that is refused for something else', photo.mediaMetadata, 401, /did not accept the access token.*'Media Item'/],
] as const)('for the video of a motion photo, %s is not reported as a photo without a video', async (_, mediaMetadata, status, says) => {
	const host = new MediaHost();
	host.describe = (item) => ({ mediaItem: { ...item, mediaMetadata } });
	host.fault = bytesFault(() => status);
	const [output] = await time.clock.until(downloadFiles(host.run(['a'], { variant: 'motion' })));
	expect(errorText(output.error as Error)).toMatch(says);
});
