import type { Account } from '../accounts/account.mts';
import type { Accounts } from '../accounts/accounts.mts';
import type { Fault } from '../control-types.mts';
import type { Answer, Exchange } from '../http/exchange.mts';
import { html, json, type GoogleError } from '../http/google-error.mts';
import type { Call } from '../http/serve.mts';
import { checkService, missingScope, countRequest, checkWrite, unauthenticated } from './admission.mts';
import { discoveryDocument, standardParameters } from './discovery.mts';
import { fieldNames } from './field-names.mts';
import { selectFields } from './partial-response.mts';
import { checkMembers, withNulls } from './odd-replies.mts';
import { isRemoved, routeOf, type Route } from './routing.mts';
import { parseMessage, parseParameters } from './strict-json.mts';
import { withoutDefaults } from './views.mts';

const refuse = (error: GoogleError) => error.toApiAnswer();

/** Routes a request to the Library API, uploads excepted. */
export function libraryCall(exchange: Exchange, accounts: Accounts): Call {
	const { httpMethod, path, accessToken } = exchange;
	const account = accessToken === undefined ? undefined : accounts.ofToken(accessToken);
	const route = routeOf(httpMethod, path);
	if (route)
		return {
			method: route.method.id.replace('photoslibrary.', ''),
			traffic: route.method.writes ? 'write' : 'read',
			account,
			act: async (fault) => await callMethod(exchange, route, account, fault),
			refuse,
		};
	const other = { method: 'unknown', traffic: 'read', account: undefined, refuse } as const;
	if (isRemoved(httpMethod, path))
		return { ...other, method: 'removed', account, act: () => refuse(missingScope(account)) };
	if (path === '/$discovery/rest') return { ...other, act: () => json(discoveryDocument()) };
	return {
		...other,
		act: () => html(404, `The requested URL ${path} was not found on this server.`),
	};
}

async function callMethod(
	exchange: Exchange,
	{ method, pathParameters }: Route,
	account: Account | undefined,
	fault: Fault | undefined,
): Promise<Answer> {
	const grant = account?.tokens.check(exchange.accessToken ?? '');
	if (!account || !grant) throw unauthenticated();
	checkService(account);
	if (!method.scopes.some((scope) => grant.scopes.includes(scope))) throw missingScope(account);
	countRequest(account);
	if (method.writes) checkWrite(account, exchange.record);

	const { searchParams } = exchange.url;
	const query = Object.fromEntries(
		Object.entries(method.parameters).filter(([, { location }]) => location === 'query'),
	);
	const parameters = parseParameters(searchParams, query, standardParameters);
	const body = method.request
		? parseMessage(await exchange.text(), method.request, method.bodyField)
		: {};
	if (exchange.record) exchange.record.fields = fieldNames(body);
	checkMembers(account, parameters, body);
	const { message, status } = await method.handle({
		account,
		parameters: { ...parameters, ...pathParameters },
		body,
		fault,
	});
	const fields = searchParams.get('fields');
	const reply = withNulls(account, withoutDefaults(message) as object);
	return json(fields ? selectFields(reply, fields, method.response) : reply, status);
}
