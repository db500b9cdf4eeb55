import type { Account } from '../accounts/account.mts';
import type { Accounts } from '../accounts/accounts.mts';
import { baseUrlOf } from '../bytes/base-url.mts';
import { escaped, pageAnswer } from '../gallery/page.mts';
import type { Answer, Exchange } from '../http/exchange.mts';
import { html } from '../http/google-error.mts';
import type { Call } from '../http/serve.mts';
import type { ItemRecord } from '../library/records.mts';
import { isExpired, type PickingSession } from './picking-session.mts';
import { itemAnywhere, wholeLibrary } from './whole-library.mts';

/**
 * The page at a `pickerUri`: the user ticks items of their whole library and presses Done. After that the page no
 * longer works. With `/autoclose` appended, the tab closes itself.
 * @see https://developers.google.com/photos/picker/guides/get-started-picker
 */
export async function pickerPageCall(exchange: Exchange, accounts: Accounts): Promise<Call> {
	const form =
		exchange.httpMethod === 'POST' ? new URLSearchParams(await exchange.text()) : undefined;
	const [, id = '', closing] = /^\/picker\/([^/]+)(\/autoclose)?$/.exec(exchange.path) ?? [];
	const account = accounts.all().find(({ picking }) => picking.has(id));
	const session = account?.picking.get(id);
	return {
		method: 'picker page',
		traffic: 'bytes',
		account: undefined,
		refuse: ({ httpStatus, message }) => html(httpStatus, message),
		act: () => {
			if (!account || !session || session.picked || isExpired(account, session))
				return html(404, 'The requested URL was not found on this server.');
			if (!form) return choice(account, session);
			const picked = [...new Set(form.getAll('item'))].filter((item) => itemAnywhere(account, item));
			if (picked.length > session.maxItemCount) return choice(account, session, picked);
			session.picked = picked;
			return done(closing !== undefined);
		},
	};
}

/** @param tooMany the ticked items, if there are more than the session allows */
function choice(account: Account, session: PickingSession, tooMany: string[] = []): Answer {
	const tiles = wholeLibrary(account).map((item) => tile(account, item, tooMany.includes(item.id)));
	const { maxItemCount } = session;
	const note =
		tooMany.length > 0
			? `You chose ${tooMany.length}. Choose up to ${maxItemCount}.`
			: `Choose up to ${maxItemCount}`;
	return pageAnswer(
		200,
		'Google Photos (emulator)',
		`<form method="post"><header><b>Choose photos and videos</b><span>${note}</span><span>${escaped(account.user)}</span><button class="main" style="margin-left:auto">Done</button></header><main><div class="grid">${tiles.join('')}</div></main></form>`,
	);
}

function tile(account: Account, item: ItemRecord, checked: boolean): string {
	const name = escaped(item.filename);
	const source = `${baseUrlOf(account, item.id)}=w480-h480`;
	return `<label class="tile"><img src="${source}" alt="${name}"><div><input type="checkbox" name="item" value="${item.id}"${checked ? ' checked' : ''}> ${name}</div></label>`;
}

function done(closing: boolean): Answer {
	const script = closing ? '<script>window.close()</script>' : '';
	const body = `<main class="card"><h1>Done</h1><p>You can close this page.</p></main>${script}`;
	return pageAnswer(200, 'Done', body);
}
