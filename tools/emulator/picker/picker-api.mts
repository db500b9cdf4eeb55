import type { Account } from '../accounts/account.mts';
import type { Accounts } from '../accounts/accounts.mts';
import { scopes } from '../accounts/scopes.mts';
import { checkService, missingScope, countPickerRequest, unauthenticated } from '../api/admission.mts';
import { discoveryOf, standardParameters } from '../api/discovery.mts';
import { selectFields } from '../api/partial-response.mts';
import { routerOf, type Route } from '../api/routing.mts';
import { parseMessage, parseParameters } from '../api/strict-json.mts';
import { withoutDefaults } from '../api/views.mts';
import type { Answer, Exchange } from '../http/exchange.mts';
import { html, json, type GoogleError } from '../http/google-error.mts';
import type { Call } from '../http/serve.mts';
import { googleHosts } from '../network/google-hosts.mts';
import { pickerMethods } from './methods.mts';
import { pickerSchemas } from './schemas.mts';

const routeOf = routerOf(pickerMethods);

export function pickerDiscovery(): object {
	return discoveryOf({
		name: 'photospicker',
		canonicalName: 'Photos Picker',
		title: 'Google Photos Picker API',
		description: 'Lets users pick photos and videos of their Google Photos library',
		host: googleHosts.picker,
		revision: '20250401',
		scopes: [scopes.picker],
		schemas: pickerSchemas,
		methods: pickerMethods,
	});
}

/** Routes a request to the Picker API. */
export function pickerCall(exchange: Exchange, accounts: Accounts): Call {
	const { httpMethod, path, accessToken = '' } = exchange;
	const account = accounts.ofToken(accessToken);
	const route = routeOf(httpMethod, path);
	return {
		method: route ? nameOf(route) : 'unknown',
		traffic: 'picker',
		account,
		refuse: (error: GoogleError) => error.toApiAnswer(),
		act: async () => {
			if (route) return await callMethod(exchange, route, account);
			return path === '/$discovery/rest'
				? json(pickerDiscovery())
				: html(404, `The requested URL ${path} was not found on this server.`);
		},
	};
}

/** Prefixes `mediaItems.list`, because the Library API has a method of that name too. */
function nameOf({ method }: Route): string {
	const name = method.id.replace('photospicker.', '');
	return name === 'mediaItems.list' ? `picker.${name}` : name;
}

async function callMethod(
	exchange: Exchange,
	{ method, pathParameters }: Route,
	account: Account | undefined,
): Promise<Answer> {
	const grant = account?.tokens.check(exchange.accessToken ?? '');
	if (!account || !grant) throw unauthenticated();
	checkService(account, googleHosts.picker);
	if (!grant.scopes.includes(scopes.picker)) throw missingScope(account, googleHosts.picker);
	countPickerRequest(account);

	const { searchParams } = exchange.url;
	const query = Object.fromEntries(
		Object.entries(method.parameters).filter(([, { location }]) => location === 'query'),
	);
	const parameters = parseParameters(searchParams, query, standardParameters);
	const text = await exchange.text();
	const body = method.request ? parseMessage(text, method.request, method.bodyField) : {};
	const { message } = await method.handle({
		account,
		parameters: { ...parameters, ...pathParameters },
		body,
		fault: undefined,
	});
	const fields = searchParams.get('fields');
	const reply = withoutDefaults(message) as object;
	return json(fields ? selectFields(reply, fields, method.response) : reply);
}
