/** Downloads of media items of which Google's reply does not say whether they are photos or videos. */
import type { MediaItem } from '../../../nodes/GooglePhotos/api/mediaItem';
import { errorText } from '../../support/errorText';
import { bytesFault, bytesOf, MediaHost } from '../support/mediaHost';
import type { MediaFault } from '../support/mediaHost';
import { downloadFiles } from '../support/operations';
import { useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** Gives no MIME type, file name or metadata; has a fault for requests of a video. */
function hostWith(ofVideo?: MediaFault): MediaHost {
	const host = new MediaHost();
	host.describe = ({ id, baseUrl }: MediaItem) => ({ mediaItem: { id, baseUrl } });
	const fault = bytesFault(() => ofVideo);
	host.fault = (call) => (call.what.endsWith('=dv') ? fault(call) : undefined);
	return host;
}

async function download(host: MediaHost, form = {}) {
	const [output] = await time.clock.until(downloadFiles(host.run(['a'], form)));
	return output;
}

test('the video is tried first, and is enough if it comes', async () => {
	const host = hostWith();
	expect(host.content(await download(host))).toBe(bytesOf('a', 'dv').toString());
	expect(host.fetches).toEqual(['a=dv']);
});

test.each<MediaFault>([400, 404, 410])('the photo is downloaded if there is no video: %s', async (fault) => {
	const host = hostWith(fault);
	const output = await download(host);
	expect(host.content(output)).toBe(bytesOf('a', 'd').toString());
	expect(output.binary?.data.fileName).toBe('a.jpg');
	expect(host.fetches).toEqual(['a=dv', 'a=d']);
});

test('without Continue On Fail, a missing video does not end the execution either', async () => {
	const host = hostWith(404);
	const outputs = await time.clock.until(downloadFiles({ ...host.run(['a', 'b']), continueOnFail: false }));
	expect(outputs.map((output) => host.content(output))).toEqual(['a', 'b'].map((id) => bytesOf(id, 'd').toString()));
});

test.each<[MediaFault, RegExp]>([
	[401, /access token/],
	[503, /could not process/],
	['refused', /could not be reached/],
])('another fault of the video is reported, and no photo is requested: %s', async (fault, words) => {
	const host = hostWith(fault);
	expect(errorText((await download(host)).error as Error)).toMatch(words);
	expect(new Set(host.fetches)).toEqual(new Set(['a=dv']));
});

test.each([
	[{ variant: 'fit', maxWidth: 80 }, 'w80'],
	[{ variant: 'crop', width: 8, height: 9 }, 'w8-h9-c'],
	[{ variant: 'thumbnail', maxHeight: 70 }, 'h70'],
])('the variant %j is the same for both kinds and requested once', async (form, parameters) => {
	const host = hostWith();
	expect(host.content(await download(host, form))).toBe(bytesOf('a', parameters).toString());
	expect(host.fetches).toEqual([`a=${parameters}`]);
});

test('the video in a motion photo is requested once, and no photo if there is none', async () => {
	const motion = hostWith();
	expect(motion.content(await download(motion, { variant: 'motion' }))).toBe(bytesOf('a', 'dv').toString());
	expect(motion.fetches).toEqual(['a=dv']);
	const host = hostWith(404);
	expect(errorText((await download(host, { variant: 'motion' })).error as Error)).toMatch(/^The photo does not contain a video.*\[item 0\]/);
	expect(host.fetches).toEqual(['a=dv']);
});

test('a motion photo that cannot be downloaded for another reason is no photo without a video', async () => {
	const host = hostWith(503);
	expect(errorText((await download(host, { variant: 'motion' })).error as Error)).toMatch(/could not process/);
});
