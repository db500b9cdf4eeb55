import type { Reply } from './google.mts';
import { redacted } from './redacted.mts';

/** The body of a success. @throws Error with Google's words if it is none, or no JSON */
export function object({ status, body }: Reply): Record<string, unknown> {
	if (status < 300 && typeof body === 'object' && body !== null) return body as Record<string, unknown>;
	throw new Error(`Google answered with HTTP ${status}: ${wordsOf(body)}`);
}

/** A refusal in few words: its HTTP status, and the name that Google gives to it. */
export function refusalIn({ status, body }: Reply): string {
	if (status < 300) return `taken (HTTP ${status})`;
	const { error } = (body ?? {}) as { error?: { status?: unknown } };
	return typeof error?.status === 'string' ? `HTTP ${status} ${error.status}` : `HTTP ${status}`;
}

/** Google's own words; never more than a line. The report leaves out what tells whose they are: see redacted.mts. */
function wordsOf(body: unknown): string {
	const { error, message } = (body ?? {}) as { error?: { message?: unknown }; message?: unknown };
	const words = String(error?.message ?? message ?? 'no JSON').split('\n')[0] ?? '';
	return redacted(words).slice(0, 200);
}
