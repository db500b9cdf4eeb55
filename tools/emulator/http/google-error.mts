import type { Answer } from './exchange.mts';

/** gRPC status names with their numbers and HTTP statuses. @see https://cloud.google.com/apis/design/errors */
const statuses = {
	INVALID_ARGUMENT: [3, 400],
	NOT_FOUND: [5, 404],
	ALREADY_EXISTS: [6, 409],
	PERMISSION_DENIED: [7, 403],
	RESOURCE_EXHAUSTED: [8, 429],
	FAILED_PRECONDITION: [9, 400],
	ABORTED: [10, 409],
	OUT_OF_RANGE: [11, 400],
	INTERNAL: [13, 500],
	UNAVAILABLE: [14, 503],
	UNAUTHENTICATED: [16, 401],
} as const satisfies Record<string, readonly [number, number]>;

export type StatusName = keyof typeof statuses;

interface Extras {
	/** Replaces the usual HTTP status of the gRPC status. */
	httpStatus?: number;
	details?: object[];
	headers?: Record<string, string>;
}

/** An error in Google's terms. Each of Google's front ends has its own format for it. */
export class GoogleError extends Error {
	readonly status: StatusName;
	readonly grpcCode: number;
	readonly httpStatus: number;
	readonly details: object[] | undefined;
	readonly headers: Record<string, string>;

	constructor(status: StatusName, message: string, extras: Extras = {}) {
		super(message);
		this.status = status;
		this.grpcCode = statuses[status][0];
		this.httpStatus = extras.httpStatus ?? statuses[status][1];
		this.details = extras.details;
		this.headers = extras.headers ?? {};
	}

	/** The format of the API: `{"error": {code, message, status}}`. */
	toApiAnswer(): Answer {
		const { httpStatus: code, message, status, details } = this;
		return json({ error: { code, message, status, details } }, code, this.headers);
	}

	/** The format of the upload front end: `{code, message}`, and details if there are any. */
	toUploadAnswer(): Answer {
		const { grpcCode: code, message, details } = this;
		const headers = { 'content-type': 'text/html; charset=UTF-8', ...this.headers };
		return { status: this.httpStatus, headers, body: JSON.stringify({ code, message, details }) };
	}
}

/** Creates an INVALID_ARGUMENT error. */
export function invalid(message: string, details?: object[]): GoogleError {
	return new GoogleError('INVALID_ARGUMENT', message, details ? { details } : {});
}

/** The gRPC status name for an HTTP status, for planned faults. */
export function statusNameOf(httpStatus: number): StatusName {
	const known = Object.entries(statuses).find(([, [, http]]) => http === httpStatus);
	return (
		(known?.[0] as StatusName | undefined) ?? (httpStatus < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL')
	);
}

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Answer {
	return {
		status,
		headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
		body: `${JSON.stringify(value, undefined, 2)}\n`,
	};
}

/** An HTML page as Google's front ends send it if no API handles the request. */
export function html(status: number, text: string): Answer {
	const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
	return {
		status,
		headers: { 'content-type': 'text/html; charset=UTF-8' },
		body: `<!DOCTYPE html>\n<html lang=en>\n<title>Error ${status}</title>\n<p><b>${status}.</b> <ins>That’s an error.</ins>\n<p>${escaped} <ins>That’s all we know.</ins>\n</html>\n`,
	};
}
