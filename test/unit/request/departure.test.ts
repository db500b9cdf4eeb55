import { accountOf } from '../../../nodes/GooglePhotos/request/account';
import { departure } from '../../../nodes/GooglePhotos/request/departure';
import { fakeCaller } from '../support/caller';
import { HOUR, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** An account that may send now, and the moment from which times are counted. */
async function newAccount() {
	return { account: await accountOf(fakeCaller()), start: time.clock.now() };
}

test('a cool-down that begins while a request waits for its turn holds it back', async () => {
	const { account, start } = await newAccount();
	// half of what has left in the last minute is let go in the next: the turn comes after a minute
	for (let request = 0; request < 20; request++) account.paces.read.left(start);
	account.paces.read.refused(start, start);
	const leaving = departure(account, 'read', start + HOUR);
	await time.clock.pass(30 * SECOND);
	account.coolDownUntil = start + 10 * MINUTE;
	expect(await time.clock.until(leaving)).toBe(start + 10 * MINUTE);
});

test('a cool-down that grows while a request waits for its end holds it back until that', async () => {
	const { account, start } = await newAccount();
	account.coolDownUntil = start + 10 * SECOND;
	const leaving = departure(account, 'read', start + HOUR);
	await time.clock.pass(5 * SECOND);
	account.coolDownUntil = start + 30 * SECOND;
	expect(await time.clock.until(leaving)).toBe(start + 30 * SECOND);
});

test('a cool-down that grows takes no turn away', async () => {
	const { account, start } = await newAccount();
	for (let request = 0; request < 20; request++) account.paces.read.left(start);
	account.paces.read.refused(start, start);
	// by then a turn comes every five seconds
	await time.clock.pass(MINUTE);
	account.coolDownUntil = start + MINUTE + 10 * SECOND;
	const leaving = departure(account, 'read', start + HOUR);
	await time.clock.pass(9 * SECOND);
	account.coolDownUntil += 2 * SECOND;
	expect(await time.clock.until(leaving)).toBe(start + MINUTE + 12 * SECOND);
});

test('what was cancelled has not left', async () => {
	const { account, start } = await newAccount();
	const cancel = new AbortController();
	account.coolDownUntil = start + MINUTE;
	const leaving = Array.from({ length: 20 }, async () => await departure(account, 'read', start + HOUR, cancel.signal));
	cancel.abort();
	await time.clock.until(Promise.all(leaving));
	// so few requests in a minute tell nothing about a rate: nothing is held back
	account.paces.read.refused(start, start);
	expect([account.paces.read.turn(start), account.paces.read.turn(start)]).toEqual([start, start]);
});

test('nobody waits longer than the user does, however the cool-down grows', async () => {
	const { account, start } = await newAccount();
	account.coolDownUntil = start + 10 * SECOND;
	const leaving = departure(account, 'read', start + MINUTE);
	await time.clock.pass(5 * SECOND);
	account.coolDownUntil = start + HOUR;
	expect(await time.clock.until(leaving)).toBe(start + MINUTE);
});
