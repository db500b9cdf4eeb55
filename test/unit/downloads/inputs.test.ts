import { errorText } from '../../support/errorText';
import { MediaHost } from '../support/mediaHost';
import { useVirtualClock } from '../support/virtualClock';
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
	expect(errorText(output.error as Error)).toMatch(/^No media item is chosen \[item 0\].*'Media Item'/);
});

const named = (fileName: unknown) => ({ options: { fileName } });

test.each([
	['holiday', 'holiday.jpg'],
	[20260714, '20260714.jpg'],
	['../../2026/holiday.png', '2026_holiday.jpg'],
])('with the option File Name %j, the file of an item is called %s', async (fileName, called) => {
	const host = new MediaHost();
	const [output] = await time.clock.until(downloadFiles(host.run(['a'], named(fileName))));
	expect(output.binary?.data.fileName).toBe(called);
	expect(output.json.filename).toBe('a.jpg');
});

test('input items that share a download have their own names for it', async () => {
	const host = new MediaHost();
	const run = host.run(['a', 'a', 'a']);
	const options = [{ fileName: 'sea' }, { fileName: 'hut.JPG' }, {}];
	const parameter = <T>(name: string, position: number, fallback: T) =>
		(name === 'options' ? options[position] : run.parameter(name, position, fallback)) as T;
	const outputs = await time.clock.until(downloadFiles({ ...run, parameter }));
	expect(outputs.map(({ binary }) => binary?.data.fileName)).toEqual(['sea.jpg', 'hut.JPG', 'a.jpg']);
	expect(host.fetches).toHaveLength(1);
});

test.each([null, undefined, '', ' \n', '..', '../..', '/', '.jpg', ' .HEIC', '..mp4'])('the File Name %j is refused before any request is sent', async (fileName) => {
	const host = new MediaHost();
	const [output] = await time.clock.until(downloadFiles(host.run(['a'], named(fileName))));
	expect(errorText(output.error as Error)).toMatch(/^No file name is set \[item 0\]\. Enter a name.* \| .*Parameter: 'File Name'\.$/);
	expect(host.batchGets).toEqual([]);
});

test('a File Name that is an object is refused', async () => {
	const host = new MediaHost();
	const [output] = await time.clock.until(downloadFiles(host.run(['a'], named({ name: 'holiday' }))));
	expect(errorText(output.error as Error)).toMatch(/^'File Name' is neither text nor a number \[item 0\]/);
});

test.each([Infinity, -3, 'soon', null, '', true])('a waiting time of %s minutes for videos is rejected before any request is sent', async (waitForProcessing) => {
	const host = new MediaHost();
	const [output] = await time.clock.until(downloadFiles(host.run(['a'], { options: { waitForProcessing } })));
	expect(errorText(output.error as Error)).toMatch(/'Wait for Videos' is not a number from 0 on: ".*" \[item 0\]/);
	expect(host.batchGets).toEqual([]);
});
