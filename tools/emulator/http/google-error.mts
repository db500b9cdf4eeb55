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
	/** Instead of the status's usual one. */
	httpStatus?: number;
	details?: object[];
	headers?: Record<string, string>;
}

/** A refusal in Google's terms. Each front end of Google puts it into a shape of its own. */
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

	/** `{"error": {code, message, status}}`, as the API answers. */
	toApiAnswer(): Answer {
		const { httpStatus: code, message, status, details } = this;
		return json({ error: { code, message, status, details } }, code, this.headers);
	}

	/** Bare `{code, message}`, and details where there are any, as the upload front end answers. */
	toUploadAnswer(): Answer {
		const { grpcCode: code, message, details } = this;
		const headers = { 'content-type': 'text/html; charset=UTF-8', ...this.headers };
		return { status: this.httpStatus, headers, body: JSON.stringify({ code, message, details }) };
	}
}

/** @throws never; @returns an error with status INVALID_ARGUMENT. */
export function invalid(message: string, details?: object[]): GoogleError {
	return new GoogleError('INVALID_ARGUMENT', message, details ? { details } : {});
}

/** The name of the status that goes with an HTTP status, for made-up refusals. */
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

/** A page as Google's front ends show it when no API answers. */
export function html(status: number, text: string): Answer {
	const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
	return {
		status,
		headers: { 'content-type': 'text/html; charset=UTF-8' },
		body: `<!DOCTYPE html>\n<html lang=en>\n<title>Error ${status}</title>\n<p><b>${status}.</b> <ins>That’s an error.</ins>\n<p>${escaped} <ins>That’s all we know.</ins>\n</html>\n`,
	};
}
