import { NodeApiError } from 'n8n-workflow';
import { node } from './caller';

/** What must never be seen outside a request. */
export const BEARER = 'ya29.that-opens-everything';

/**
 * What n8n's HTTP helper catches: an error of axios. NodeApiError tells it by the name of its class, and it
 * carries the request with its token.
 */
class AxiosError extends Error {
	readonly name = 'AxiosError';
	readonly isAxiosError = true;
	readonly config = { headers: { Authorization: `Bearer ${BEARER}` } };

	constructor(
		message: string,
		readonly code: string,
		readonly response?: { status: number; headers: Record<string, unknown>; data: unknown },
	) {
		super(message);
	}

	get status() {
		return this.response?.status;
	}
}

/**
 * What n8n's HTTP helpers throw when a reply has no success status.
 *
 * @param data the reply's body, as axios has read it: an object if it was JSON, else text
 */
export function refused(
	status: number,
	data: unknown = '',
	headers: Record<string, unknown> = {},
): NodeApiError {
	const code = status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE';
	const error = new AxiosError(`Request failed with status code ${status}`, code, {
		status,
		headers,
		data,
	});
	return new NodeApiError(node(), error as never);
}

/** What n8n's HTTP helpers throw when no reply came. */
export function disconnected(code: string, message = `connect ${code}`): NodeApiError {
	return new NodeApiError(node(), new AxiosError(message, code) as never);
}

/** The same as an n8n 1.x throws it. */
export function withoutCause(error: NodeApiError): NodeApiError {
	error.cause = undefined;
	return error;
}

const statuses: Record<number, string> = {
	400: 'INVALID_ARGUMENT',
	401: 'UNAUTHENTICATED',
	403: 'PERMISSION_DENIED',
	404: 'NOT_FOUND',
	409: 'ABORTED',
	429: 'RESOURCE_EXHAUSTED',
	500: 'INTERNAL',
	503: 'UNAVAILABLE',
};

/** A refusal in the usual shape of Google's APIs. */
export function googleSays(
	status: number,
	message: string,
	headers: Record<string, unknown> = {},
): NodeApiError {
	return refused(status, { error: { code: status, message, status: statuses[status] } }, headers);
}
