import { raceAbort } from '../concurrency/keyedMutex';
import { CREDENTIAL, credentialIdOf, grantOf } from './credential';
import type { N8nContext } from './n8nContext';

/** A renewal of the access token of one sign-in, with the requests that wait for it. */
interface Renewal {
	signIn: string;
	requests: number;
	/** whether another sign-in of the credential waits: further requests then wait for their turn behind it */
	contended: boolean;
	over: Promise<void>;
	end: () => void;
}

/** Renewals under way, by credential id. */
const underWay = new Map<string, Renewal>();

/**
 * Waits until no other sign-in of the credential renews its access token. n8n shares a renewal that is under way
 * among all requests with the same credential id: with end-user credentials, where one credential stands for many
 * Google accounts, a request would be sent again with the token of another person, or fail with their lost sign-in.
 *
 * @returns function to call when the renewal of this request is over
 * @throws Error if the signal aborts while it waits
 */
export async function enterRenewal(n8n: N8nContext, signal: AbortSignal | undefined): Promise<() => void> {
	const credentialId = credentialIdOf(n8n);
	const { id: signIn } = await grantOf(n8n);
	for (;;) {
		const renewal = underWay.get(credentialId) ?? beginRenewal(credentialId, signIn);
		if (renewal.signIn === signIn && !renewal.contended) return joinRenewal(credentialId, renewal);
		renewal.contended = true;
		await raceAbort(renewal.over, signal, () => new Error('Cancelled'));
	}
}

function beginRenewal(credentialId: string, signIn: string): Renewal {
	let end = () => {};
	const over = new Promise<void>((resolve) => (end = resolve));
	const renewal = { signIn, requests: 0, contended: false, over, end };
	underWay.set(credentialId, renewal);
	return renewal;
}

function joinRenewal(credentialId: string, renewal: Renewal): () => void {
	renewal.requests++;
	let left = false;
	return () => {
		if (left) return;
		left = true;
		if (--renewal.requests > 0) return;
		underWay.delete(credentialId);
		renewal.end();
	};
}

/**
 * Whether a request has the access token that n8n has stored for its sign-in. After a renewal that another node began
 * for another person, it has theirs.
 */
export async function hasOwnToken(n8n: N8nContext, headers: unknown): Promise<boolean> {
	const { oauthTokenData } = await n8n.getCredentials(CREDENTIAL);
	const { access_token: token } = (oauthTokenData ?? {}) as Record<string, unknown>;
	return (headers as Record<string, unknown> | undefined)?.Authorization === `Bearer ${String(token)}`;
}
