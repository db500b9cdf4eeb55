import { MediaHost } from '../support/mediaHost';
import { saying, useVirtualClock } from '../support/virtualClock';
import { downloadFiles } from '../support/operations';

const time = useVirtualClock();

test.each([
	['photo', 'photo'],
	[undefined, 'data'],
	// an expression may have no result
	['', 'data'],
])('with the output field %j, the file is in the binary field %s', async (binaryPropertyName, field) => {
	const host = new MediaHost();
	const [output] = await time.clock.until(downloadFiles(host.run(['a'], { options: { binaryPropertyName } })));
	expect(Object.keys(output.binary ?? {})).toEqual([field]);
});

test('a missing media item is reported as not chosen', async () => {
	const run = new MediaHost().run(['a']);
	const parameter = <T>(_name: string, _position: number, fallback: T) => fallback;
	const [output] = await downloadFiles({ ...run, parameter });
	expect(saying(output.error as Error)).toMatch(/^No media item is chosen \[item 0\].*"Media Item"/);
});

test.each([Infinity, -3, 'soon', null, '', true])('a waiting time of %s minutes for videos is rejected before any request is sent', async (waitForProcessing) => {
	const host = new MediaHost();
	const [output] = await time.clock.until(downloadFiles(host.run(['a'], { options: { waitForProcessing } })));
	expect(saying(output.error as Error)).toMatch(/not a number from 0 on: ".*" \[item 0\].*"Wait for Videos"/);
	expect(host.batchGets).toEqual([]);
});
