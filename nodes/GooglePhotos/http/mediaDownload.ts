import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { failureOf, inputError, rethrow, skippedError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { ApiMethod } from './apiMethod';
import { authenticatedRequest } from './authenticatedRequest';
import { watchReply } from './bodyWatchdog';
import type { Stream } from './bodyWatchdog';
import { drainErrorBody, redirectTarget, statusOf } from './errorBody';
import { isMediaUrl } from './hosts';
import { cancelSignalOf } from './n8nContext';
import type { N8nContext, RequestContext } from './n8nContext';
import { executeRequest } from './pipeline';
import { httpSettings } from './requestOptions';
import { noteUnreachable, unreachable } from './unreachableHosts';

/** A download of the bytes of one media item. */
export interface MediaDownload<T> {
	/** `mediaBytes`, or `pickedBytes` for the Picker: its scope is checked before anything is sent */
	method: ApiMethod;
	subject: ErrorContext;
	/**
	 * The base URL with its parameters. It comes from Google's replies in this execution, never from an input item.
	 * Called before each attempt, since base URLs expire after an hour and a queue can take longer.
	 *
	 * @param failed URL that was rejected, or whose bytes broke off: a newer one is needed
	 */
	urlProvider: (failed?: string) => Promise<string>;
	/** reads the whole body and throws if that fails; called for each attempt */
	save: (reply: IN8nHttpFullResponse) => Promise<T>;
	/** called with the final error before the slot is released */
	onGiveUp?: (error: Error) => void;
	/** aborts the download; its reason is the error */
	signal?: AbortSignal;
}

/** Idle timeout in milliseconds, unless Request Options > Timeout sets one. */
const IDLE_TIMEOUT = 120_000;

/** Maximum number of redirects. */
const MAX_REDIRECTS = 5;

/**
 * Downloads media bytes from a base URL as a stream, through the request pipeline. An attempt that breaks off or becomes
 * idle fails; the next one starts over with a new base URL. A download that is rejected with a new base URL as well is
 * not repeated.
 *
 * Redirects are followed by hand, to Google's media hosts only and without the token: video bytes come from
 * another host than pictures.
 * https://developers.google.com/photos/library/guides/access-media-items#base-urls
 *
 * @returns what `save` returns
 * @throws NodeApiError; NodeOperationError if a URL is not on one of Google's media hosts
 */
export async function downloadMedia<T>(
	context: RequestContext,
	request: MediaDownload<T>,
): Promise<T> {
	const { method, subject, urlProvider, onGiveUp, signal } = request;
	let brokeOff: string | undefined;
	/** URL of the last request, redirects included */
	let requestedUrl = '';
	const cancelled = cancelSignalOf(context.n8n);
	const signals = [cancelled, signal].filter((signal) => !!signal);
	const { maximumWait } = context.settings;
	const policy = { method, subject, onGiveUp, maximumWait, ...(signal && { signal: AbortSignal.any(signals) }) };
	const attempt = async (markSent: () => void) => {
		const fetchFrom = async (url: string) => {
			markSent();
			return await fetchOnce(context, request, url, {
				onRequest: (target) => {
					requestedUrl = target;
				},
				brokeOff: () => {
					brokeOff = url;
				},
			});
		};
		signal?.throwIfAborted();
		const url = await urlProvider(brokeOff);
		try {
			return await fetchFrom(url);
		} catch (error) {
			if (statusOf(error) !== 403) throw rethrow(error);
		}
		// base URLs expire, reportedly also before their hour is over
		return await fetchFrom(await urlProvider(url));
	};
	try {
		return await executeRequest(context.n8n, policy, attempt);
	} catch (error) {
		if (!cancelled?.aborted) signal?.throwIfAborted();
		noteUnreachable(context.n8n, requestedUrl, failureOf(error)?.kind, error);
		throw rethrow(error);
	}
}

/** Progress of an attempt. */
interface Progress {
	/** called before each request, redirects included */
	onRequest: (target: string) => void;
	/** called when a reply came, but not the whole file */
	brokeOff: () => void;
}

async function fetchOnce<T>(
	context: RequestContext,
	request: MediaDownload<T>,
	url: string,
	progress: Progress,
): Promise<T> {
	const idle = new AbortController();
	const signals = [cancelSignalOf(context.n8n), request.signal, idle.signal].filter((signal) => !!signal);
	const timeout = context.settings.timeout ?? IDLE_TIMEOUT;
	try {
		const reply = await open({ ...context, settings: { ...context.settings, timeout } }, url, request.subject, progress, AbortSignal.any(signals));
		const unwatch = watchReply(reply.body as Stream, timeout, () => idle.abort());
		try {
			return await request.save(reply);
		} catch (error) {
			progress.brokeOff();
			throw rethrow(error);
		} finally {
			unwatch();
			(reply.body as Stream).destroy();
		}
	} catch (error) {
		request.signal?.throwIfAborted();
		const idleError = new Error(`Nothing more of the file came for ${timeout / 1000} seconds`);
		throw rethrow(idle.signal.aborted ? idleError : await drainErrorBody(error));
	}
}

/** Sends the request, and follows redirects. */
async function open(
	context: RequestContext,
	url: string,
	subject: ErrorContext,
	progress: Progress,
	abortSignal: AbortSignal,
): Promise<IN8nHttpFullResponse> {
	// compressed bytes would not have the length of the Content-Length header
	const headers = { 'Accept-Encoding': 'identity' };
	const options: Omit<IHttpRequestOptions, 'url'> = {
		...httpSettings(context.settings),
		method: 'GET',
		encoding: 'stream',
		disableFollowRedirect: true,
		returnFullResponse: true,
		abortSignal,
	};
	// a copy of the headers for the first request: the token is written into them
	const request = async (target: string, redirects: number): Promise<unknown> =>
		redirects === 0
			? await authenticatedRequest(context.n8n, { ...options, url, headers: { ...headers } })
			: await context.n8n.helpers.httpRequest({ ...options, url: target, headers });

	let target = url;
	for (let redirects = 0; ; redirects++) {
		requireMediaHost(context.n8n, target, subject);
		const unreachableError = unreachable(context.n8n, target);
		if (unreachableError) throw skippedError(unreachableError, subject.item ?? 0, subject.what);
		progress.onRequest(target);
		try {
			return (await request(target, redirects)) as IN8nHttpFullResponse;
		} catch (error) {
			const next = redirects < MAX_REDIRECTS ? redirectTarget(error, target) : undefined;
			if (!next) throw rethrow(error);
			await drainErrorBody(error);
			target = next;
		}
	}
}

function requireMediaHost(n8n: N8nContext, url: string, subject: ErrorContext): void {
	if (isMediaUrl(url)) return;
	throw inputError(
		n8n.getNode(),
		'The URL of the file is not on one of Google\'s media hosts',
		'Report this to the authors of the node. Google may have moved its files; nothing was fetched.',
		subject,
	);
}
