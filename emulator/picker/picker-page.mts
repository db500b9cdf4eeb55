import type { Accounts } from '../accounts/accounts.mts';
import { baseUrlOf } from '../bytes/base-url.mts';
import { escaped, pageAnswer } from '../gallery/page.mts';
import type { Exchange } from '../http/exchange.mts';
import { html } from '../http/google-error.mts';
import type { Call } from '../http/serve.mts';

/** The page behind a `pickerUri`: the user ticks pictures and presses Done. It is dead afterwards. */
export async function pickerPageCall(exchange: Exchange, accounts: Accounts): Promise<Call> {
	const form =
		exchange.httpMethod === 'POST' ? new URLSearchParams(await exchange.text()) : undefined;
	const [, id = ''] = /^\/picker\/([^/]+)(?:\/autoclose)?$/.exec(exchange.path) ?? [];
	const account = accounts.all().find(({ picking }) => picking.has(id));
	const session = account?.picking.get(id);
	return {
		method: 'picker page',
		traffic: 'bytes',
		account: undefined,
		refuse: ({ httpStatus, message }) => html(httpStatus, message),
		act: () => {
			if (!account || !session || session.picked)
				return html(404, 'The requested URL was not found on this server.');
			if (form) {
				session.picked = form.getAll('item').slice(0, session.maxItemCount);
				return pageAnswer(
					200,
					'Done',
					'<main class="card"><h1>Done</h1><p>You can close this page.</p></main>',
				);
			}
			const tiles = account.library.newestFirst().map((item) => {
				const name = escaped(item.filename);
				const source = `${baseUrlOf(account, item.id)}=w480-h480`;
				return `<label class="tile"><img src="${source}" alt="${name}"><div><input type="checkbox" name="item" value="${item.id}"> ${name}</div></label>`;
			});
			return pageAnswer(
				200,
				'Google Photos (emulator)',
				`<form method="post"><header><b>Choose photos</b><span>${escaped(account.user)}</span><button class="main">Done</button></header><main><div class="grid">${tiles.join('')}</div></main></form>`,
			);
		},
	};
}
