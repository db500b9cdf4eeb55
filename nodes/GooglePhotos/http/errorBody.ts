import { clock } from '../concurrency/clock';
import { parsedBody } from '../errors/errorReply';

/** A refusal of a request whose reply was to be a stream: the body of the refusal is one as well. */
interface StreamedReply {
	status?: unknown;
	headers?: { location?: unknown };
	data?: unknown;
}

interface ErrorWithBody {
	httpCode?: unknown;
	context?: { data?: unknown };
	cause?: { response?: StreamedReply };
	/** what the helper without credentials throws is not wrapped; see requestWithToken for n8n 1.x */
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

/** HTTP status of the refusal; NaN if no reply came. */
export function statusOf(error: unknown): number {
	return parts(error).status;
}

/**
 * Where a refused redirect points to.
 *
 * @param from URL that was asked, for relative redirects
 * @returns undefined if it is no redirect, or one to nowhere
 */
export function redirectTarget(error: unknown, from: string): string | undefined {
	const { status, reply } = parts(error);
	const location = reply?.headers?.location;
	const redirects = [301, 302, 303, 307, 308].includes(status) && typeof location === 'string' && location !== '';
	return redirects && URL.canParse(location, from) ? new URL(location, from).href : undefined;
}

/** Nobody reads more of a refusal: bytes, and milliseconds. */
const MAX_BODY = 4096;
const MAX_READ_TIME = 10_000;

/**
 * Reads what a refusal says and puts it where `readFailure` looks: Google's image host answers in HTML, which
 * says no more than the status, but a text or JSON may tell one refusal from another. Whoever leaves the body
 * of a refusal unread leaves its connection open.
 *
 * @returns the error
 */
export async function drainErrorBody(error: Error): Promise<Error> {
	const { body, reply, context } = parts(error);
	if (!body) return error;
	const late = new Promise<string>((resolve) => {
		clock.timeoutSignal(MAX_READ_TIME).addEventListener('abort', () => resolve(''));
	});
	const said = parsedBody(await Promise.race([beginningOf(body), late]));
	body.destroy();
	if (reply) reply.data = said;
	if (context) context.data = said;
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
		// what came before it broke off is all there is
	}
	// decoded as a whole: a character may lie in two pieces, and the last one may be cut off
	return Buffer.concat(pieces).toString().replace(/\uFFFD{1,3}$/, '');
}
