import type { INodeExecutionData } from 'n8n-workflow';
import { errorText } from '../../support/errorText';
import { batchGetFault, bytesFault, bytesOf, forBytes, MediaHost } from '../support/mediaHost';
import { SECOND, useVirtualClock } from '../support/virtualClock';
import { downloadFiles } from '../support/operations';

const time = useVirtualClock();
const ids = (count: number) => Array.from({ length: count }, (_, index) => `id${index}`);
const said = ({ error }: INodeExecutionData) => errorText(error as Error);

test('the next batch of media items is requested when 20 files are left', async () => {
	const host = new MediaHost();
	const askedAt: number[] = [];
	host.fault = batchGetFault(() => void askedAt.push(time.clock.elapsed));
	host.takes = forBytes(() => SECOND);
	await time.clock.until(downloadFiles(host.run(ids(60))));
	// five of the 50 files end in each second
	expect(askedAt).toEqual([0, 6 * SECOND]);
});

test('an unknown media item is not requested again when base URLs are renewed', async () => {
	const host = new MediaHost();
	host.takes = forBytes(() => {
		if (host.fetches.length === 1) host.expire();
		return 0;
	});
	const outputs = await time.clock.until(downloadFiles(host.run(['a', 'unknown'])));
	expect(host.content(outputs[0])).toBe(bytesOf('a', 'd').toString());
	expect(host.batchGets).toEqual([['a', 'unknown'], ['a']]);
});

test('after a terminal failure, running downloads end with their own results and the rest is not sent', async () => {
	const host = new MediaHost();
	host.fault = bytesFault((_, id) => (({ id0: 401, id1: 404 }) as Record<string, number>)[id]);
	host.takes = forBytes(() => (host.fetches.length > 1 ? SECOND : 0));
	const outputs = await time.clock.until(downloadFiles(host.run(ids(60))));
	expect(said(outputs[0])).toMatch(
		/^Google did not accept the access token of this credential: "id0" \[item 0\]\. .*\| .*Parameter: 'Media Item'\./,
	);
	expect(said(outputs[1])).toMatch(/^Google could not find the file at the URL that it provided: "id1" \[item 1\]/);
	for (const item of [2, 3, 4]) expect(host.content(outputs[item])).toBe(bytesOf(`id${item}`, 'd').toString());
	// in the same batch, and in one that was not started
	outputs.slice(5).forEach((output, index) => {
		const item = index + 5;
		const says = `Not sent: Google did not accept the access token of this credential: "id${item}" [item ${item}]. Reconnect the credential.`;
		expect(output.error?.message).toBe(says);
	});
	expect(host.fetches).toHaveLength(5);
	expect(host.batchGets).toHaveLength(1);
});
