import type { IHttpRequestOptions } from 'n8n-workflow';
import { authenticatedRequest } from '../../../nodes/GooglePhotos/http/authenticatedRequest';
import type { N8nContext } from '../../../nodes/GooglePhotos/http/n8nContext';
import { enterRenewal } from '../../../nodes/GooglePhotos/http/tokenRenewal';
import { fakeCaller, newCredentialId } from '../support/caller';
import { settle } from '../support/virtualClock';

/** A context of a person with this sign-in under a credential that others share. */
function personOf(credentialId: string, signIn: string, signal?: AbortSignal): N8nContext {
	const oauthTokenData = { refresh_token: `refresh ${signIn}`, access_token: `access ${signIn}` };
	return Object.assign(fakeCaller({ credentialId, signal }), { getCredentials: async () => await Promise.resolve({ oauthTokenData }) });
}

/** Enters renewals one after the other. */
async function queueOf(...people: Array<[name: string, n8n: N8nContext]>) {
	const entered: string[] = [];
	const leave = new Map<string, () => void>();
	/** Names of those that have entered so far. */
	const settled = async () => {
		for (let turn = 0; turn < 20; turn++) await Promise.resolve();
		return entered.join();
	};
	for (const [name, n8n] of people) {
		void enterRenewal(n8n, undefined).then((end) => {
			entered.push(name);
			leave.set(name, end);
		});
		await settled();
	}
	return { settled, leave: (name: string) => leave.get(name)?.() };
}

test('one sign-in of a credential renews its token at a time, all its requests together', async () => {
	const shared = newCredentialId();
	const [anna, ben] = ['anna', 'ben'].map((name) => personOf(shared, name));
	const queue = await queueOf(['anna 1', anna], ['anna 2', anna], ['ben 1', ben]);
	expect(await queue.settled()).toBe('anna 1,anna 2');
	queue.leave('anna 1');
	queue.leave('anna 1');
	expect(await queue.settled()).toBe('anna 1,anna 2');
	queue.leave('anna 2');
	expect(await queue.settled()).toBe('anna 1,anna 2,ben 1');
});

test('requests of a sign-in do not overtake another one that waits', async () => {
	const shared = newCredentialId();
	const [anna, ben] = ['anna', 'ben'].map((name) => personOf(shared, name));
	const queue = await queueOf(['anna 1', anna], ['ben 1', ben], ['anna 2', anna]);
	expect(await queue.settled()).toBe('anna 1');
	queue.leave('anna 1');
	expect(await queue.settled()).toBe('anna 1,ben 1');
	queue.leave('ben 1');
	expect(await queue.settled()).toBe('anna 1,ben 1,anna 2');
});

test('renewals of two credentials do not wait for each other', async () => {
	const queue = await queueOf(['anna', personOf(newCredentialId(), 'anna')], ['ben', personOf(newCredentialId(), 'ben')]);
	expect(await queue.settled()).toBe('anna,ben');
});

test('a cancelled request stops waiting for the renewal of another sign-in', async () => {
	const shared = newCredentialId();
	await enterRenewal(personOf(shared, 'anna'), undefined);
	const stop = new AbortController();
	const waiting = enterRenewal(personOf(shared, 'ben'), stop.signal);
	stop.abort();
	await expect(waiting).rejects.toThrow('Cancelled');
});

/** n8n after a 401, with the token that a renewal brings: another person's as often as told, then the own. */
function n8nThatSharesRenewals(foreignTokens: number) {
	const n8n = personOf(newCredentialId(), 'anna');
	const sent: unknown[] = [];
	const refused = Object.assign(new Error('Request failed with status code 401'), { response: { status: 401 } });
	let renewals = 0;
	n8n.helpers.httpRequest = (async ({ headers }: IHttpRequestOptions) => {
		sent.push(headers?.Authorization);
		if (renewals <= foreignTokens) throw refused;
		return await Promise.resolve({ statusCode: 200, headers: {}, body: 'done' });
	}) as N8nContext['helpers']['httpRequest'];
	n8n.helpers.httpRequestWithAuthentication = (async function (this: N8nContext, _: string, options: IHttpRequestOptions) {
		const signed = (token: string) => ({ ...options, headers: { Authorization: `Bearer ${token}` } });
		return await this.helpers.httpRequest(signed('access anna')).catch(async (error) => {
			if (error.response?.status !== 401) throw error;
			return await this.helpers.httpRequest(signed(++renewals <= foreignTokens ? 'access ben' : 'access anna'));
		});
	}) as N8nContext['helpers']['httpRequestWithAuthentication'];
	return { n8n, sent };
}

test.each([0, 1, 3])("nothing is sent with another person's token after %i renewals that n8n shared", async (foreign) => {
	const { n8n, sent } = n8nThatSharesRenewals(foreign);
	expect(await authenticatedRequest(n8n, { url: 'https://photoslibrary.googleapis.com/v1/albums' })).toMatchObject({ body: 'done' });
	expect(new Set(sent)).toEqual(new Set(['Bearer access anna']));
	expect(sent).toHaveLength(foreign + 2);
});

test("gives up with Google's 401 when each renewal brings another person's token", async () => {
	const { n8n, sent } = n8nThatSharesRenewals(Infinity);
	await expect(authenticatedRequest(n8n, { url: 'https://photoslibrary.googleapis.com/v1/albums' })).rejects.toMatchObject({
		response: { status: 401 },
	});
	expect(sent).toEqual(Array.from({ length: 4 }, () => 'Bearer access anna'));
});

describe('while a request of another sign-in renews its token', () => {
	const url = 'https://photoslibrary.googleapis.com/v1/albums';

	/** n8n for a person whose first request Google refuses. After a 401 the request is sent again once `renew` was called. */
	function n8nOf(credentialId: string, name: string, status = 401, signal?: AbortSignal) {
		const n8n = personOf(credentialId, name, signal);
		const events: string[] = [];
		let renew = () => {};
		const renewed = new Promise<void>((resolve) => (renew = resolve));
		n8n.helpers.httpRequest = (async () => {
			if (events.push('sent') > 1) return await Promise.resolve({ statusCode: 200, headers: {}, body: 'done' });
			throw Object.assign(new Error(`Request failed with status code ${status}`), { response: { status } });
		}) as N8nContext['helpers']['httpRequest'];
		n8n.helpers.httpRequestWithAuthentication = (async function (this: N8nContext, _: string, options: IHttpRequestOptions) {
			const signed = { ...options, headers: { Authorization: `Bearer access ${name}` } };
			return await this.helpers.httpRequest(signed).catch(async (error) => {
				if (error.response?.status !== 401) throw error;
				await renewed;
				return await this.helpers.httpRequest(signed);
			});
		}) as N8nContext['helpers']['httpRequestWithAuthentication'];
		const send = async (abortSignal?: AbortSignal) => {
			const end = (error?: Error) => void events.push(error?.message ?? 'done');
			await authenticatedRequest(n8n, { url, ...(abortSignal && { abortSignal }) }).then(() => end(), end);
		};
		return { send, renew, events };
	}

	async function whileAnnaRenews(status = 401, signal?: AbortSignal) {
		const shared = newCredentialId();
		const anna = n8nOf(shared, 'anna');
		const sent = anna.send();
		await settle();
		return { anna, sent, ben: n8nOf(shared, 'ben', status, signal) };
	}

	test('a request with an expired token is sent again only afterwards', async () => {
		const { anna, sent, ben } = await whileAnnaRenews();
		ben.renew();
		const other = ben.send();
		await settle();
		expect(ben.events).toEqual(['sent']);
		anna.renew();
		await Promise.all([sent, other]);
		expect(ben.events).toEqual(['sent', 'sent', 'done']);
	});

	test('a request that fails for another reason fails at once', async () => {
		const { anna, ben } = await whileAnnaRenews(404);
		void ben.send();
		await settle();
		expect(ben.events).toEqual(['sent', 'Request failed with status code 404']);
		anna.renew();
	});

	test.each(['its own signal', 'the execution'])('a request that waits ends when it is cancelled by %s', async (by) => {
		const stop = new AbortController();
		const { anna, ben } = await whileAnnaRenews(401, by === 'the execution' ? stop.signal : new AbortController().signal);
		void ben.send(by === 'the execution' ? undefined : stop.signal);
		await settle();
		expect(ben.events).toEqual(['sent']);
		stop.abort();
		await settle();
		expect(ben.events).toEqual(['sent', 'Cancelled']);
		anna.renew();
	});
});
