import { closeFile } from '../model/file';
import type { Content } from '../model/file';
import { isOfConnection } from '../request/connection';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import { readFailure } from '../request/failure';
import type { Run } from '../request/run';
import { isSsrfError, shownAddress } from './address';

/** What n8n's helper without credentials throws: an error of axios, not wrapped. */
interface HttpError {
	response?: { status?: unknown; headers?: { location?: unknown }; data?: unknown };
}

/** Where a reply redirects to; undefined if it does not. */
export function redirectOf(error: unknown): string | undefined {
	const { response } = (error ?? {}) as HttpError;
	const location = response?.headers?.location;
	return /^30[12378]$/.test(String(response?.status)) && typeof location === 'string' && location !== '' ? location : undefined;
}

/** Lets go of a refusal's body, which comes as a stream and would keep its connection open. */
export function closeReply(error: unknown): void {
	const data = ((error ?? {}) as HttpError).response?.data as Partial<Exclude<Content, Buffer>> | undefined;
	if (typeof data?.destroy === 'function') closeFile(data as Content);
}

const advices: Record<number, string> = {
	206: 'It gave only a part of the file, although the whole was asked for. Fetch the file with an HTTP Request node before this one.',
	401: 'It wants a sign-in, which the node does not have. Fetch the file with an HTTP Request node before this one.',
	403: 'It does not let the node in. Fetch the file with an HTTP Request node before this one, or get a link that is open.',
	404: 'There is no file. Check the address.',
	407: 'That is the proxy before it, which wants a user name and a password. Check those in the proxy settings of n8n, or in Request Options > Proxy.',
	410: 'The file is gone. Get a new address.',
	429: 'It is asked too often. Run this item again later.',
};

/**
 * Says why a file could not be fetched.
 *
 * @param problem what was thrown; `redirects` if there are too many; undefined if the execution was cancelled
 */
export function fetchProblem(run: Run, address: URL, problem: unknown, about: Subject): Error {
	const node = run.caller.getNode();
	const subject = { ...about, what: shownAddress(address) };
	if (problem === undefined) {
		return refusal(node, 'The execution was cancelled', 'The file was not fetched.', subject);
	}
	if (problem === 'redirects') {
		return refusal(node, 'The address redirects too often', 'Use the address that the file is at.', subject);
	}
	if (isSsrfError(problem)) {
		return refusal(
			node,
			'n8n does not allow requests to this address',
			'It is inside a network that n8n is protected from (N8N_SSRF_PROTECTION_ENABLED). Ask whoever runs n8n to allow it.',
			subject,
		);
	}
	const status = Number((problem as HttpError).response?.status);
	if (status > 0) {
		const standard = status >= 500 ? 'The server has a fault. Run this item again later.' : 'Check the address.';
		return refusal(node, `The address answered ${status}`, advices[status] ?? standard, subject);
	}
	const { kind, message } = readFailure(problem);
	const cause = isOfConnection(kind) ? ` Cause: ${message}.` : '';
	return refusal(
		node,
		'The file could not be fetched from the address',
		`No reply came, or it broke off. Check the address, and the network of the machine that runs n8n.${cause}`,
		subject,
	);
}
