import type { Reply } from './google.mts';
import { redacted } from './redacted.mts';

/** The body of a successful reply. @throws Error with Google's message otherwise, or if it is not JSON */
export function successBody({ status, body }: Reply): Record<string, unknown> {
	if (status < 300 && typeof body === 'object' && body !== null) return body as Record<string, unknown>;
	throw new Error(`Google answered with HTTP ${status}: ${messageOf(body)}`);
}

/** A rejection in short: HTTP status and Google's status name. */
export function rejectionOf({ status, body }: Reply): string {
	if (status < 300) return `taken (HTTP ${status})`;
	const { error } = (body ?? {}) as { error?: { status?: unknown } };
	return typeof error?.status === 'string' ? `HTTP ${status} ${error.status}` : `HTTP ${status}`;
}

/** The first line of Google's message. @see redacted.mts */
function messageOf(body: unknown): string {
	const { error, message } = (body ?? {}) as { error?: { message?: unknown }; message?: unknown };
	const words = String(error?.message ?? message ?? 'no JSON').split('\n')[0] ?? '';
	return redacted(words).slice(0, 200);
}
