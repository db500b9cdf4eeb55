import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { cancelSignalOf } from './caller';
import type { Caller } from './caller';
import { throughTheDoor } from './door';
import type { Subject } from './explain';
import { asItIs, explain, failureOf, refusal } from './explain';
import { isMediaUrl } from './hosts';
import type { ApiMethod } from './methods';
import type { RequestSettings } from './settings';
import { watchForSilence } from './silence';
import type { Stream } from './silence';
import { redirectTarget, statusOf, withRefusalRead } from './streamedRefusal';
import { requestWithToken } from './withToken';

/** The bytes of one media item, of whichever API. */
export interface BytesRequest<T> {
	/** `mediaBytes`, or what stands for it in another API: its scope is checked before anything is sent */
	method: ApiMethod;
	subject: Subject;
	/**
	 * The base URL with its parameters: of Google's replies in this run, never from an input item. Asked for
	 * whenever it is the file's turn, since base URLs live for an hour and queues can take longer.
	 *
	 * @param failed the one that was refused, or whose bytes broke off; a newer one is wanted
	 */
	address: (failed?: string) => Promise<string>;
	/** reads the whole body and throws if that fails; called anew for each try */
	store: (reply: IN8nHttpFullResponse) => Promise<T>;
	/** raised when nobody wants the bytes any more; its reason is what the fetch ends with */
	unwanted?: AbortSignal;
}

/** As long as the image host may be silent, in milliseconds; Request Options > Timeout takes its place. */
const LONGEST_SILENCE = 120_000;

/** How often a redirect is followed. */
const MOST_REDIRECTS = 5;

/**
 * Fetches media bytes from a base URL as a stream, through the door. A try that breaks off, or falls silent,
 * counts as failed; the next one starts over with a fresh base URL. One that is refused with a fresh base URL
 * too is not tried again.
 *
 * Redirects are followed by hand, to Google's media hosts only and without the token: video bytes come from
 * another host than pictures.
 * https://developers.google.com/photos/library/guides/access-media-items#base-urls
 *
 * @returns what `store` returns
 * @throws NodeApiError made by `explain`; NodeOperationError if an address is not on one of Google's media hosts
 */
export async function fetchMediaBytes<T>(
	caller: Caller,
	settings: RequestSettings,
	request: BytesRequest<T>,
): Promise<T> {
	const { method, subject, address, unwanted } = request;
	let brokeOff: string | undefined;
	const fetchFrom = async (url: string) =>
		await fetchOnce(caller, settings, request, url, () => {
			brokeOff = url;
		});
	try {
		return await throughTheDoor(caller, { method, subject }, async () => {
			unwanted?.throwIfAborted();
			const url = await address(brokeOff);
			try {
				return await fetchFrom(url);
			} catch (error) {
				if (statusOf(error) !== 403) throw asItIs(error);
			}
			// base URLs die, reportedly also before their hour is over
			return await fetchFrom(await address(url));
		});
	} catch (error) {
		const failure = failureOf(error);
		if (failure?.kind !== 'tooManyRequests') throw asItIs(error);
		throw explain(caller.getNode(), { ...failure, kind: 'tooManyDownloads' }, subject);
	}
}

/** @param failed called when a reply came, but not the whole file */
async function fetchOnce<T>(
	caller: Caller,
	settings: RequestSettings,
	request: BytesRequest<T>,
	url: string,
	failed: () => void,
): Promise<T> {
	const silence = new AbortController();
	const signals = [cancelSignalOf(caller), request.unwanted, silence.signal].filter((signal) => !!signal);
	const timeout = settings.timeout ?? LONGEST_SILENCE;
	try {
		const reply = await open(caller, { ...settings, timeout }, url, request.subject, AbortSignal.any(signals));
		const unwatch = watchForSilence(reply.body as Stream, timeout, () => silence.abort());
		try {
			return await request.store(reply);
		} catch (error) {
			failed();
			throw asItIs(error);
		} finally {
			unwatch();
			(reply.body as Stream).destroy();
		}
	} catch (error) {
		request.unwanted?.throwIfAborted();
		const silent = new Error(`Nothing more of the file came for ${timeout / 1000} seconds`);
		throw asItIs(silence.signal.aborted ? silent : await withRefusalRead(error));
	}
}

/** Asks for the bytes, as often as it is redirected. */
async function open(
	caller: Caller,
	settings: RequestSettings,
	url: string,
	subject: Subject,
	abortSignal: AbortSignal,
): Promise<IN8nHttpFullResponse> {
	// compressed bytes would not have the length that the header tells
	const headers = { 'Accept-Encoding': 'identity' };
	const options: Omit<IHttpRequestOptions, 'url'> = {
		...settings,
		method: 'GET',
		encoding: 'stream',
		disableFollowRedirect: true,
		returnFullResponse: true,
		abortSignal,
	};
	// a copy of the headers for the first: the token is written into them
	const request = async (target: string): Promise<unknown> =>
		target === url
			? await requestWithToken(caller, { ...options, url, headers: { ...headers } })
			: await caller.helpers.httpRequest({ ...options, url: target, headers });

	let target = url;
	for (let redirects = 0; ; redirects++) {
		requireMediaHost(caller, target, subject);
		try {
			return (await request(target)) as IN8nHttpFullResponse;
		} catch (error) {
			const next = redirects < MOST_REDIRECTS ? redirectTarget(error, target) : undefined;
			if (!next) throw asItIs(error);
			await withRefusalRead(error);
			target = next;
		}
	}
}

function requireMediaHost(caller: Caller, url: string, subject: Subject): void {
	if (isMediaUrl(url)) return;
	throw refusal(
		caller.getNode(),
		'The file is at an address that is not one of Google\'s media hosts',
		'Nothing was fetched. If Google has moved its files, report this to the makers of the node.',
		subject,
	);
}
