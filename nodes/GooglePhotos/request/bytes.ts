import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { CREDENTIAL } from './account';
import { cancelSignalOf } from './caller';
import type { Caller } from './caller';
import { throughTheDoor } from './door';
import type { Subject } from './explain';
import { asItIs, refusal } from './explain';
import { isMediaUrl } from './hosts';
import { mediaBytes } from './methods';
import type { ApiMethod } from './methods';
import type { RequestSettings } from './settings';

/**
 * Fetches media bytes from a base URL as a stream, through the door.
 *
 * A redirect is followed by hand and once, to one of Google's media hosts only and without the token: video
 * bytes come from another host than pictures.
 * https://developers.google.com/photos/library/guides/access-media-items#base-urls
 *
 * @param url a base URL of this run with its parameters, never one from an input item
 * @param stillWanted called when it is its turn; throws if it is no longer to be fetched
 * @param store reads the whole stream; called anew for each try, and a try that breaks off counts as failed
 * @param method says which permission it needs: picked items another one than those of this app
 * @throws NodeApiError made by `explain`; NodeOperationError if `url` is not on one of Google's media hosts
 */
export async function fetchMediaBytes<T>(
	caller: Caller,
	settings: RequestSettings,
	url: string,
	subject: Subject,
	stillWanted: () => void,
	store: (reply: IN8nHttpFullResponse) => Promise<T>,
	method: ApiMethod = mediaBytes,
): Promise<T> {
	requireMediaHost(caller, url, subject);
	const options: IHttpRequestOptions = {
		...settings,
		method: 'GET',
		url,
		// compressed bytes would not have the length that the header tells
		headers: { 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		disableFollowRedirect: true,
		returnFullResponse: true,
	};
	return await throughTheDoor(caller, { method, subject }, async () => {
		stillWanted();
		let reply: IN8nHttpFullResponse;
		try {
			reply = (await caller.helpers.httpRequestWithAuthentication.call(caller, CREDENTIAL, {
				...options,
				headers: { ...options.headers },
			})) as IN8nHttpFullResponse;
		} catch (error) {
			const target = redirectTarget(error, url);
			if (!target) throw asItIs(error);
			requireMediaHost(caller, target, subject);
			reply = (await caller.helpers.httpRequest({
				...options,
				url: target,
				abortSignal: cancelSignalOf(caller),
			})) as IN8nHttpFullResponse;
		}
		return await store(reply);
	});
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

/** Where a refused redirect points to. */
function redirectTarget(error: unknown, from: string): string | undefined {
	const { httpCode, cause } = error as {
		httpCode?: unknown;
		cause?: { response?: { headers?: { location?: unknown } } };
	};
	const location = cause?.response?.headers?.location;
	if (!/^30[12378]$/.test(String(httpCode)) || typeof location !== 'string') return undefined;
	return new URL(location, from).href;
}
