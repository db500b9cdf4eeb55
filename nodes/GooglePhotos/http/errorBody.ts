import { clock } from '../concurrency/clock';
import { parsedBody } from '../errors/googleError';

/** The reply of a request for a stream that was rejected: its body is a stream as well. */
interface StreamedReply {
	status?: unknown;
	headers?: { location?: unknown };
	data?: unknown;
}

interface ErrorWithBody {
	httpCode?: unknown;
	context?: { data?: unknown };
	cause?: { response?: StreamedReply };
	/** what the helper without credentials throws is not wrapped; see authenticatedRequest for n8n 1.x */
	response?: StreamedReply;
}

type Body = AsyncIterable<Buffer> & { destroy: () => void };

function isBody(value: unknown): value is Body {
	return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'destroy' in value;
}

function parts(error: unknown) {
	const { httpCode, context, cause, response } = (error ?? {}) as ErrorWithBody;
	const reply = cause?.response ?? response;
	const body = reply?.data ?? context?.data;
	return { context, reply, status: Number(httpCode ?? reply?.status), body: isBody(body) ? body : undefined };
}

/** HTTP status of an error; NaN if no reply came. */
export function statusOf(error: unknown): number {
	return parts(error).status;
}

/** The Location header of a redirect, as the server wrote it. @returns undefined if the error is no redirect */
export function redirectLocation(error: unknown): string | undefined {
	const { status, reply } = parts(error);
	const location = reply?.headers?.location;
	const isRedirect = [301, 302, 303, 307, 308].includes(status) && typeof location === 'string' && location !== '';
	return isRedirect ? location : undefined;
}

/**
 * The URL that a redirect points to.
 *
 * @param from URL of the request, for relative redirects
 * @returns undefined if the error is no redirect, or its location is no URL
 */
export function redirectTarget(error: unknown, from: string): string | undefined {
	const location = redirectLocation(error);
	return location !== undefined && URL.canParse(location, from) ? new URL(location, from).href : undefined;
}

/** Limits for reading the body of an error: bytes, and milliseconds. */
const MAX_BODY = 4096;
const MAX_READ_TIME = 10_000;

/**
 * Reads the beginning of an error's body and puts it where `classifyError` looks: a text or JSON may tell one error from
 * another. Closes the body; left open, it would hold its connection.
 *
 * @returns the same error
 */
export async function drainErrorBody(error: Error): Promise<Error> {
	const { body, reply, context } = parts(error);
	if (!body) return error;
	const late = new Promise<string>((resolve) => {
		clock.timeoutSignal(MAX_READ_TIME).addEventListener('abort', () => resolve(''));
	});
	const parsed = parsedBody(await Promise.race([beginningOf(body), late]));
	body.destroy();
	if (reply) reply.data = parsed;
	if (context) context.data = parsed;
	return error;
}

async function beginningOf(body: Body): Promise<string> {
	const pieces: Buffer[] = [];
	let length = 0;
	try {
		for await (const piece of body) {
			pieces.push(Buffer.from(piece));
			length += piece.length;
			if (length >= MAX_BODY) break;
		}
	} catch {
		// the body broke off: what was read before is used
	}
	// decoded as a whole: a character may lie in two pieces, and the last one may be cut off
	return Buffer.concat(pieces).toString().replace(/\uFFFD$/, '');
}

/** Closes the body of an error reply without reading it: left open, it would hold its connection. */
export function discardErrorBody(error: unknown): void {
	parts(error).body?.destroy();
}
