import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../accounts/account.mts';
import type { Accounts } from '../accounts/accounts.mts';
import { scopes } from '../accounts/scopes.mts';
import { switchTable } from '../accounts/switch-table.mts';
import { hostileSwitches, parseSwitches } from '../accounts/switches.mts';
import type {
	AccountReply,
	AccountRequest,
	AccountSummary,
	Fault,
	LibraryContents,
	Seed,
	UserEdit,
	UserPicture,
} from '../control-types.mts';
import { creationTime } from '../library/library.mts';
import { addFile } from '../library/add-file.mts';
import { seed } from './seed.mts';

/** Bytes of JSON. */
const maxPicture = 64 * 1024 ** 2;

type ById = { Params: { id: string; itemId: string } };
class Refused extends Error {
	readonly statusCode: number;
	constructor(statusCode: number, message: string) {
		super(message);
		this.statusCode = statusCode;
	}
}

/** The control API, with which tests and the demo create accounts, set switches, plan faults and read records. */
export function serveControl(server: FastifyInstance, accounts: Accounts): void {
	const one = (request: FastifyRequest<ById>): Account => {
		const account = accounts.get(request.params.id);
		if (!account) throw new Refused(404, `No account ${request.params.id}`);
		return account;
	};
	const root = '/control/accounts';

	server.get('/control/switches', () => switchTable);
	server.get(root, () => accounts.all().map(summary));
	server.post<{ Body: AccountRequest }>(root, (request) => ready(accounts, request.body ?? {}));
	server.delete<ById>(`${root}/:id`, async (request) => {
		await accounts.remove(one(request));
		return {};
	});

	server.get<ById>(`${root}/:id/switches`, (request) => one(request).switches);
	server.patch<ById & { Body: object | string }>(`${root}/:id/switches`, (request) =>
		setSwitches(one(request), request.body),
	);
	server.post<ById & { Body: Fault }>(`${root}/:id/faults`, (request) => {
		const wrong = one(request).faults.add(request.body);
		if (wrong) throw new Refused(400, wrong);
		return {};
	});
	server.delete<ById>(`${root}/:id/faults`, (request) => {
		one(request).faults.clear();
		return {};
	});
	server.post<ById & { Body: { advanceSeconds: number } }>(`${root}/:id/clock`, (request) => {
		const { advanceSeconds } = request.body;
		if (!Number.isFinite(advanceSeconds)) throw new Refused(400, 'advanceSeconds is a number');
		one(request).advance(advanceSeconds);
		return {};
	});
	server.post<ById & { Body: { expireAccess?: boolean; revoke?: boolean } }>(
		`${root}/:id/tokens`,
		(request) => {
			const account = one(request);
			if (request.body.expireAccess) account.tokens.expireAccess();
			if (request.body.revoke) account.tokens.revoke();
			account.changed();
			return {};
		},
	);

	server.get<ById>(`${root}/:id/requests`, (request) => one(request).journal.requests());
	server.delete<ById>(`${root}/:id/requests`, (request) => {
		one(request).journal.reset();
		return {};
	});
	server.get<ById>(`${root}/:id/counts`, (request) => one(request).journal.counts());

	server.get<ById>(`${root}/:id/library`, (request) => contents(one(request)));
	server.get<ById>(`${root}/:id/mediaItems/:itemId/original`, (request, reply) =>
		sendOriginal(one(request), request.params.itemId, reply),
	);
	server.patch<ById & { Body: UserEdit }>(`${root}/:id/mediaItems/:itemId`, (request) => {
		const account = one(request);
		const item = account.library.item(request.params.itemId);
		if (!item) throw new Refused(404, 'No such media item');
		const { favorite, archived, categories } = request.body;
		if (favorite !== undefined) item.favorite = favorite;
		if (archived !== undefined) item.archived = archived;
		if (categories !== undefined) item.categories = categories;
		account.changed();
		return {};
	});
	server.post<ById & { Body: { count: number } }>(
		`${root}/:id/mediaItems/:itemId/copies`,
		(request) => {
			const account = one(request);
			const item = account.library.item(request.params.itemId);
			if (!item) throw new Refused(404, 'No such media item');
			if (!Number.isInteger(request.body.count)) throw new Refused(400, 'count is a whole number');
			account.library.multiply(item, request.body.count);
			account.changed();
			return {};
		},
	);
	server.post<ById & { Body: { sessionId: string; mediaItemIds: string[] } }>(
		`${root}/:id/picks`,
		(request) => {
			const { sessionId, mediaItemIds } = request.body;
			const session = one(request).picking.get(sessionId);
			if (!session) throw new Refused(404, 'No such picking session');
			session.picked = mediaItemIds;
			return {};
		},
	);
	server.post<ById & { Body: UserPicture }>(
		`${root}/:id/pictures`,
		{ bodyLimit: maxPicture },
		async (request) => {
			const { fileName, base64 } = request.body;
			const bytes = Buffer.from(base64, 'base64');
			const item = await addFile(one(request), 'elsewhere', bytes, fileName);
			if (typeof item === 'string') throw new Refused(400, item);
			return { id: item.id };
		},
	);
	server.post<ById & { Body: Seed }>(`${root}/:id/seed`, { bodyLimit: maxPicture }, async (request) => {
		const seeded = await seed(one(request), request.body);
		if (typeof seeded === 'string') throw new Refused(400, seeded);
		return seeded;
	});
	server.patch<ById & { Body: { title: string } }>(`${root}/:id/albums/:itemId`, (request) => {
		const account = one(request);
		const album = account.library.album(request.params.itemId);
		if (!album) throw new Refused(404, 'No such album');
		album.title = request.body.title;
		account.changed();
		return {};
	});
	server.delete<ById>(`${root}/:id/albums/:itemId`, (request) => {
		const account = one(request);
		account.library.removeAlbum(request.params.itemId);
		account.changed();
		return {};
	});
	server.post<ById & { Body: { title: string } }>(`${root}/:id/albums-not-mine`, (request) => {
		const account = one(request);
		const { id } = account.library.addAlbum(request.body.title, false);
		account.changed();
		return { id };
	});
}

function summary(account: Account): AccountSummary {
	const { id, user, clientId, library } = account;
	return {
		id,
		user,
		clientId,
		mediaItems: library.newestFirst().length,
		albums: library.allAlbums().length,
	};
}

function ready(accounts: Accounts, request: AccountRequest): AccountReply {
	const account = accounts.ensure(request);
	if (request.switches) setSwitches(account, request.switches);
	const tokens = account.tokens.grant((request.scopes ?? Object.values(scopes)).join(' '));
	account.changed();
	return {
		id: account.id,
		user: account.user,
		clientId: account.clientId,
		clientSecret: account.clientSecret,
		accessToken: tokens.access_token,
		refreshToken: tokens.refresh_token,
		scope: tokens.scope,
		expiresIn: tokens.expires_in,
	};
}

function setSwitches(account: Account, change: object | string): Account['switches'] {
	const parsed = change === 'hostile' ? hostileSwitches() : parseSwitches(Object(change));
	if (typeof parsed === 'string') throw new Refused(400, parsed);
	Object.assign(account.switches, parsed);
	account.changed();
	return account.switches;
}

function contents({ library }: Account): LibraryContents {
	const albums = library.allAlbums();
	const albumIds = new Map<string, string[]>();
	for (const album of albums)
		for (const entry of album.entries)
			if ('mediaItemId' in entry)
				albumIds.set(entry.mediaItemId, [...(albumIds.get(entry.mediaItemId) ?? []), album.id]);
	return {
		mediaItems: library.newestFirst().map((item) => ({
			id: item.id,
			filename: item.filename,
			description: item.description,
			mimeType: item.facts.mimeType,
			size: item.size,
			sha256: item.sha256,
			creationTime: new Date(creationTime(item)).toISOString(),
			albumIds: albumIds.get(item.id) ?? [],
		})),
		albums: albums.map(({ id, title, entries }) => ({ id, title, entries })),
	};
}

function sendOriginal(account: Account, itemId: string, reply: FastifyReply): FastifyReply {
	const item = account.library.item(itemId);
	if (!item) throw new Refused(404, 'No such media item');
	return reply
		.type('application/octet-stream')
		.header('content-length', item.size)
		.send(createReadStream(account.library.fileOf(item.sha256)));
}
