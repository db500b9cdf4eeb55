import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { cancelSignalOf } from './caller';
import type { Caller } from './caller';
import { throughTheDoor } from './door';
import type { Subject } from './explain';
import { asItIs, failureOf, refusal } from './explain';
import { isMediaUrl } from './hosts';
import type { ApiMethod } from './methods';
import { notSent } from './outcome';
import { httpSettings } from './settings';
import type { RequestSettings } from './settings';
import { watchForSilence } from './silence';
import type { Stream } from './silence';
import { redirectTarget, statusOf, withRefusalRead } from './streamedRefusal';
import { noteUnreachable, unreachable } from './unreachable';
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
	/** told of the error with which it ends, before another fetch of the account takes its place */
	failed?: (error: Error) => void;
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
	const { method, subject, address, failed, unwanted } = request;
	let brokeOff: string | undefined;
	/** the last address that was asked, also after redirects */
	let asked = '';
	const cancelled = cancelSignalOf(caller);
	const signals = [cancelled, unwanted].filter((signal) => !!signal);
	const { maximumWait } = settings;
	const passage = { method, subject, failed, maximumWait, ...(unwanted && { signal: AbortSignal.any(signals) }) };
	const attempt = async (leaves: () => void) => {
		const fetchFrom = async (url: string) => {
			leaves();
			return await fetchOnce(caller, settings, request, url, {
				asks: (target) => {
					asked = target;
				},
				brokeOff: () => {
					brokeOff = url;
				},
			});
		};
		unwanted?.throwIfAborted();
		const url = await address(brokeOff);
		try {
			return await fetchFrom(url);
		} catch (error) {
			if (statusOf(error) !== 403) throw asItIs(error);
		}
		// base URLs die, reportedly also before their hour is over
		return await fetchFrom(await address(url));
	};
	try {
		return await throughTheDoor(caller, passage, attempt);
	} catch (error) {
		if (!cancelled?.aborted) unwanted?.throwIfAborted();
		noteUnreachable(caller, asked, failureOf(error)?.kind, error);
		throw asItIs(error);
	}
}

/** Told how far a fetch gets. */
interface Progress {
	/** before each address is asked, redirects included */
	asks: (target: string) => void;
	/** a reply came, but not the whole file */
	brokeOff: () => void;
}

async function fetchOnce<T>(
	caller: Caller,
	settings: RequestSettings,
	request: BytesRequest<T>,
	url: string,
	progress: Progress,
): Promise<T> {
	const silence = new AbortController();
	const signals = [cancelSignalOf(caller), request.unwanted, silence.signal].filter((signal) => !!signal);
	const timeout = settings.timeout ?? LONGEST_SILENCE;
	try {
		const reply = await open(caller, { ...settings, timeout }, url, request.subject, progress, AbortSignal.any(signals));
		const unwatch = watchForSilence(reply.body as Stream, timeout, () => silence.abort());
		try {
			return await request.store(reply);
		} catch (error) {
			progress.brokeOff();
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
	progress: Progress,
	abortSignal: AbortSignal,
): Promise<IN8nHttpFullResponse> {
	// compressed bytes would not have the length that the header tells
	const headers = { 'Accept-Encoding': 'identity' };
	const options: Omit<IHttpRequestOptions, 'url'> = {
		...httpSettings(settings),
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
		const dead = unreachable(caller, target);
		if (dead) throw notSent(dead, subject.item ?? 0, subject.what);
		progress.asks(target);
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
