import type { Account } from '../accounts/account.mts';
import type { Accounts } from '../accounts/accounts.mts';
import { scopes } from '../accounts/scopes.mts';
import { checkService, missingScope, unauthenticated } from '../api/admission.mts';
import { standardParameters } from '../api/discovery.mts';
import { parseMessage, parseParameters } from '../api/strict-json.mts';
import { isReady, withoutDefaults } from '../api/views.mts';
import { baseUrlOf } from '../bytes/base-url.mts';
import type { Exchange } from '../http/exchange.mts';
import { GoogleError, html, json } from '../http/google-error.mts';
import type { Call } from '../http/serve.mts';
import { creationTime } from '../library/library.mts';
import { pageOf, type PageRequest } from '../library/pages.mts';
import type { ItemRecord } from '../library/records.mts';
import { sessionView, startPicking, type PickingSession } from './picking-session.mts';

type Handler = (
	exchange: Exchange,
	account: Account,
	sessionId: string,
) => object | Promise<object>;

/** @see https://developers.google.com/photos/picker/reference/rest */
const methods: Record<string, Handler> = {
	'sessions.create': async (exchange, account) => {
		parseParameters(
			exchange.url.searchParams,
			{ requestId: { type: 'string' } },
			standardParameters,
		);
		const body = parseMessage(await exchange.text(), 'PickingSession', 'session');
		const { maxItemCount } = (body.pickingConfig ?? {}) as { maxItemCount?: string };
		return sessionView(account, startPicking(account, maxItemCount));
	},
	'sessions.get': (_exchange, account, id) => sessionView(account, sessionOf(account, id)),
	'sessions.delete': (_exchange, account, id) => {
		account.picking.delete(sessionOf(account, id).id);
		return {};
	},
	'picker.mediaItems.list': listPicked,
};

/** What a request to the Picker API asks for. */
export function pickerCall(exchange: Exchange, accounts: Accounts): Call {
	const { httpMethod, path, accessToken = '' } = exchange;
	const account = accounts.ofToken(accessToken);
	const [, sessionId] = /^\/v1\/sessions\/([^/]+)$/.exec(path) ?? [];
	const method = methodOf(httpMethod, path, sessionId);
	return {
		method: method ?? 'unknown',
		traffic: 'picker',
		account,
		refuse: (error) => error.toApiAnswer(),
		act: async () => {
			if (!method) return html(404, `The requested URL ${path} was not found on this server.`);
			const grant = account?.tokens.check(accessToken);
			if (!account || !grant) throw unauthenticated();
			checkService(account);
			if (!grant.scopes.includes(scopes.picker)) throw missingScope(account);
			return json(withoutDefaults(await methods[method]?.(exchange, account, sessionId ?? '')));
		},
	};
}

function methodOf(httpMethod: string, path: string, sessionId?: string): string | undefined {
	if (sessionId !== undefined && httpMethod === 'GET') return 'sessions.get';
	if (sessionId !== undefined && httpMethod === 'DELETE') return 'sessions.delete';
	if (path === '/v1/sessions' && httpMethod === 'POST') return 'sessions.create';
	if (path === '/v1/mediaItems' && httpMethod === 'GET') return 'picker.mediaItems.list';
	return undefined;
}

function sessionOf(account: Account, id: string): PickingSession {
	const session = account.picking.get(id);
	if (!session) throw new GoogleError('NOT_FOUND', 'Requested entity was not found.');
	if (account.now() >= session.expiresAt)
		throw new GoogleError('PERMISSION_DENIED', 'The caller does not have permission');
	return session;
}

function listPicked(exchange: Exchange, account: Account): object {
	const known = {
		sessionId: { type: 'string' },
		pageSize: { type: 'integer' },
		pageToken: { type: 'string' },
	} as const;
	const parameters = parseParameters(exchange.url.searchParams, known, standardParameters);
	const session = sessionOf(account, String(parameters.sessionId ?? ''));
	if (!session.picked)
		throw new GoogleError(
			'FAILED_PRECONDITION',
			'The user has not finished selecting media items.',
		);
	const items = session.picked.flatMap((id) => account.library.item(id) ?? []);
	const { pickerPages } = account.switches;
	const { entries, nextPageToken } = pageOf(
		items.slice(0, session.maxItemCount),
		parameters as PageRequest,
		{ default: pickerPages, max: 100 },
		['picker.mediaItems.list', session.id],
		{ switches: { ...account.switches, pageSizeAboveMax: 'clamp' } },
	);
	return { mediaItems: entries.map((item) => pickedView(account, item)), nextPageToken };
}

function pickedView(account: Account, item: ItemRecord): object {
	const { facts } = item;
	const { focalLength, apertureFNumber, isoEquivalent, exposureTime, fps } = facts;
	const isVideo = facts.kind === 'video';
	return {
		id: item.id,
		createTime: new Date(creationTime(item)).toISOString(),
		type: facts.kind.toUpperCase(),
		mediaFile: {
			baseUrl: baseUrlOf(account, item.id, scopes.picker),
			mimeType: facts.mimeType,
			filename: item.filename,
			mediaFileMetadata: {
				width: facts.width,
				height: facts.height,
				cameraMake: facts.cameraMake,
				cameraModel: facts.cameraModel,
				...(isVideo
					? {
							videoMetadata: {
								fps,
								processingStatus: isReady(account, item) ? 'READY' : 'PROCESSING',
							},
						}
					: {
							photoMetadata: {
								focalLength,
								apertureFNumber,
								isoEquivalent,
								exposureTime: exposureTime === undefined ? undefined : `${exposureTime}s`,
							},
						}),
			},
		},
	};
}
