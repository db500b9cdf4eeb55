import { accountOf } from '../../../nodes/GooglePhotos/request/account';
import { departure } from '../../../nodes/GooglePhotos/request/departure';
import { node } from '../support/caller';
import { HOUR, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** An account that may send now, and the moment from which times are counted. */
function newAccount() {
	return { account: accountOf(node()), start: time.clock.now() };
}

test('a cool-down that begins while a request waits for its turn holds it back', async () => {
	const { account, start } = newAccount();
	// half of what has left in the last minute is let go in the next: the turn comes after a minute
	for (let request = 0; request < 20; request++) account.paces.read.left(start);
	account.paces.read.refused(start, start);
	const leaving = departure(account, 'read', start + HOUR);
	await time.clock.pass(30 * SECOND);
	account.coolDownUntil = start + 10 * MINUTE;
	expect(await time.clock.until(leaving)).toBe(start + 10 * MINUTE);
});

test('a cool-down that grows while a request waits for its end holds it back until that', async () => {
	const { account, start } = newAccount();
	account.coolDownUntil = start + 10 * SECOND;
	const leaving = departure(account, 'read', start + HOUR);
	await time.clock.pass(5 * SECOND);
	account.coolDownUntil = start + 30 * SECOND;
	expect(await time.clock.until(leaving)).toBe(start + 30 * SECOND);
});

test('nobody waits longer than the user does, however the cool-down grows', async () => {
	const { account, start } = newAccount();
	account.coolDownUntil = start + 10 * SECOND;
	const leaving = departure(account, 'read', start + MINUTE);
	await time.clock.pass(5 * SECOND);
	account.coolDownUntil = start + HOUR;
	expect(await time.clock.until(leaving)).toBe(start + MINUTE);
});
