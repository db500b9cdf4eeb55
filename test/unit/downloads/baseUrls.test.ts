import { BaseUrls } from '../../../nodes/GooglePhotos/downloads/baseUrls';
import { batchGetFault, MediaHost } from '../support/mediaHost';
import { errorOf, MINUTE, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const subject = (item: number) => ({ item, parameter: 'Media Item', what: `"id${item}"` });
/** The base URL given first. The fake host never returns it. */
const old = (id: string) => `https://lh3.googleusercontent.com/lr/old-${id}`;

function baseUrls(ids: string[]) {
	const host = new MediaHost();
	return { host, urls: new BaseUrls(host.run([]), ids.map((id) => ({ id, baseUrl: old(id) }))) };
}

test('base URLs are used for 20 minutes, then all are renewed with one batchGet', async () => {
	const { host, urls } = baseUrls(['a', 'b']);
	await time.clock.pass(20 * MINUTE);
	expect(await urls.get('a', subject(0))).toBe(old('a'));
	await time.clock.pass(1);
	const both = [urls.get('a', subject(0)), urls.get('b', subject(1))];
	expect(await time.clock.until(Promise.all(both))).not.toEqual(expect.arrayContaining([old('a'), old('b')]));
	expect(host.batchGets).toEqual([['a', 'b']]);
});

test('a base URL that Google leaves out causes an error and is not requested again', async () => {
	const host = new MediaHost();
	const urls = new BaseUrls(host.run([]), [{ id: 'a' }]);
	const error = await time.clock.until(errorOf(urls.get('a', subject(0))));
	expect(error.message).toBe('Google provided no URL for the file: "id0" [item 0]. Run this item again in a few minutes.');
	expect(error.description).toBe('Parameter: \'Media Item\'.');
	expect(host.batchGets).toEqual([]);
});

test('the base URL of a finished file can still be renewed for another variant', async () => {
	const { host, urls } = baseUrls(['a', 'b']);
	urls.done('a');
	urls.done('b');
	expect(await time.clock.until(urls.get('a', subject(0), old('a')))).not.toBe(old('a'));
	expect(host.batchGets).toEqual([['a']]);
});

test('a failed renewal of base URLs causes an error for each waiting file', async () => {
	const { host, urls } = baseUrls(['a', 'b']);
	host.fault = batchGetFault(() => 401);
	const waiting = ['a', 'b'].map(async (id, item) => await errorOf(urls.get(id, subject(item), old(id))));
	const errors = await time.clock.until(Promise.all(waiting));
	expect(errors.map(({ message }) => message)).toEqual([
		'Google did not accept the access token of this credential: "id0" [item 0]. Reconnect the credential.',
		'Google did not accept the access token of this credential: "id1" [item 1]. Reconnect the credential.',
	]);
	expect(host.batchGets).toHaveLength(1);
});

test('a media item deleted before the renewal causes an error for each item, with one batchGet', async () => {
	const { host, urls } = baseUrls(['a']);
	host.describe = () => ({ status: { code: 5 } });
	for (const item of [0, 1]) {
		const error = await time.clock.until(errorOf(urls.get('a', subject(item), old('a'))));
		expect(error.message).toBe(`The media item was not found in Google Photos: "id${item}" [item ${item}]. Check the ID.`);
	}
	expect(host.batchGets).toHaveLength(1);
});
