/** Polls that fail, and their error messages. */
import { errorText } from '../../support/errorText';
import { ChangingLibrary } from '../support/changingLibrary';
import { googleSays } from '../support/httpErrors';
import { Poller } from '../support/poller';
import { inLibrary, published } from '../support/publishedTrigger';
import { errorOf, HOUR, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const activated = async (parameters: object, photos: number, page = 4) => await published(time.clock, parameters, photos, page);

const quotaOfTheDay = () => {
	throw googleSays(429, "Quota exceeded for quota metric 'All requests' and limit 'All requests per day'");
};

test('with an exhausted daily quota, the error has the reset time and no request is sent for one hour', async () => {
	const { library, poller, poll } = await activated(inLibrary, 3);
	library.always(quotaOfTheDay);
	const error = (await time.clock.until(errorOf(poller.poll()))) as Error & { failure?: object };
	expect(error.failure).toEqual({ cause: 'quota-exhausted', resetsAtEpochMs: Date.UTC(2026, 6, 1, 7) });
	expect(errorText(error)).toMatch(/every hour, and when you publish the workflow again; nothing is lost/);
	const { id } = library.upload(time.clock.now());
	library.expect();
	expect(await poll()).toBeNull();
	expect(library.calls).toBe(0);
	await time.clock.pass(HOUR);
	expect(await poll()).toEqual([id]);
});

test('publishing fails while the daily quota is exhausted, and the trigger starts when it is available', async () => {
	const library = new ChangingLibrary({ page: 4 });
	library.upload(0);
	const poller = new Poller(library, inLibrary);
	library.always(quotaOfTheDay);
	for (let attempt = 0; attempt < 5; attempt++) {
		expect(errorText(await time.clock.until(errorOf(poller.activate())))).toMatch(/is not watching yet: publish or test/);
		// also with a poll in the same context
		expect(errorText(await time.clock.until(errorOf(poller.poll())))).toMatch(/daily request quota/);
	}
	library.expect();
	expect(await time.clock.until(poller.activate())).toBeNull();
	const { id } = library.upload(0);
	expect(await time.clock.until(poller.poll())).toEqual([id]);
});

test('publishing again ends the pause after an exhausted daily quota', async () => {
	const { library, poller, poll } = await activated(inLibrary, 3);
	library.always(quotaOfTheDay);
	await errorOf(poll());
	library.expect();
	const { id } = library.upload(1);
	expect(await poll()).toBeNull();
	expect(await time.clock.until(poller.activate())).toEqual([id]);
});

test('a page token that Google rejects: the error says that the next poll begins anew, and it loses nothing', async () => {
	const { library, poller, poll } = await activated(inLibrary, 3, 2);
	const added = [1, 2, 3, 4, 5].map(() => library.upload(time.clock.now()).id);
	library.expect(2, () => {
		throw googleSays(400, 'Invalid page token.');
	});
	const says = errorText(await time.clock.until(errorOf(poller.poll())));
	expect(says).toBe(
		'Google Photos did not accept the page token of the next page. The next poll tries again; nothing is lost. | The list is then read anew. Google says: Invalid page token.',
	);
	library.expect();
	expect((await poll())?.sort()).toEqual(added.sort());
});

test('a page token that Google rejects while the workflow is published: the trigger is not watching yet', async () => {
	const library = new ChangingLibrary({ page: 2 });
	for (let count = 0; count < 5; count++) library.upload(0);
	const poller = new Poller(library, inLibrary);
	library.expect(2, () => {
		throw googleSays(400, 'Invalid page token.');
	});
	const says = errorText(await time.clock.until(errorOf(poller.activate())));
	expect(says).toMatch(/did not accept the page token of the next page\. The trigger is not watching yet: publish or test the workflow again later\. \|/);
	expect(says).not.toMatch(/parameters|run this item/i);
});

test.each([
	[503, /The next poll tries again; nothing is lost/],
	[429, /The next poll tries again; nothing is lost/],
	[400, /Google says: Not now\. \| Check the parameters of the trigger\. The next poll tries again; nothing is lost/],
	[401, /sign in with Google again.*The next poll tries again; nothing is lost/],
])('the error of a poll that ends with %i does not advise to run an item again', async (status, advice) => {
	const { library, poller } = await activated(inLibrary, 3);
	library.always(() => {
		throw googleSays(status, 'Not now.');
	});
	const says = errorText(await time.clock.until(errorOf(poller.poll())));
	expect(says).toMatch(advice);
	expect(says).not.toMatch(/run this item/i);
	await time.clock.pass(HOUR);
	library.expect();
	expect(await time.clock.until(poller.poll())).toBeNull();
});
