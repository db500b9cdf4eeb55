import { readFile } from 'node:fs/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Account } from '../accounts/account.mts';
import type { Accounts } from '../accounts/accounts.mts';
import { isReady } from '../api/views.mts';
import type { Answer, Exchange } from '../http/exchange.mts';
import { html } from '../http/google-error.mts';
import type { Call } from '../http/serve.mts';
import type { ItemRecord } from '../library/records.mts';
import { withoutLocation } from '../media/location.mts';
import { rendition, type Size } from '../media/renditions.mts';
import { googleHosts } from '../network/google-hosts.mts';
import { itemAnywhere } from '../picker/whole-library.mts';
import { openBaseUrl, type OpenedBaseUrl } from './base-url.mts';

const maxSide = 16383;

/** Routes a request to the host of pictures or of videos. Errors are HTML. */
export function bytesCall(exchange: Exchange, accounts: Accounts): Call {
	const [address = '', parameters] = splitAtEquals(exchange.path);
	const opened = openBaseUrl(address);
	const account = opened && accounts.get(opened.accountId);
	return {
		method: 'bytes',
		traffic: 'bytes',
		account,
		refuse: ({ httpStatus, message }) => html(httpStatus, message),
		act: async () => {
			if (!opened || !account) return html(404, 'The requested URL was not found on this server.');
			const refusal = refusalOf(exchange, account, opened);
			if (refusal) return refusal;
			const item = itemAnywhere(account, opened.mediaItemId);
			if (!item && opened.mediaItemId !== '') return html(404, 'The requested URL was not found.');
			const answer = await bytesOf(exchange, account, item, parameters);
			return { ...(await compressed(answer, account)), chunked: account.switches.bytesChunked };
		},
	};
}

/** Compresses the body if the switch `bytesPacked` says so. */
async function compressed(answer: Answer, { switches }: Account): Promise<Answer> {
	const { body = '', status, headers } = answer;
	if (switches.bytesPacked === 'off' || status !== 200) return answer;
	const whole =
		typeof body === 'object' && 'file' in body
			? (await readFile(body.file)).subarray(body.start, body.start + body.length)
			: Buffer.from(body);
	const pack = switches.bytesPacked === 'br' ? brotliCompressSync : gzipSync;
	return { ...answer, headers: { ...headers, 'content-encoding': switches.bytesPacked }, body: pack(whole) };
}

/** Base URLs contain no `=`: the parameters follow the last one. */
function splitAtEquals(path: string): [string, string | undefined] {
	const at = path.lastIndexOf('=');
	return at < 0 ? [path, undefined] : [path.slice(0, at), path.slice(at + 1)];
}

function refusalOf(
	exchange: Exchange,
	account: Account,
	{ expiresAt, scope }: OpenedBaseUrl,
): Answer | undefined {
	const { switches, usage, tokens } = account;
	const grant = tokens.check(exchange.accessToken ?? '');
	const isGranted = scope === undefined ? grant !== undefined : grant?.scopes.includes(scope);
	const needsGrant = scope !== undefined || switches.baseUrlNeedsBearer;
	// Clients reach the video host by redirect, without the token.
	const isVideoHost = exchange.url.hostname === googleHosts.video;
	if (account.now() >= expiresAt || (needsGrant && !isGranted && !isVideoHost))
		return html(403, 'Your client does not have permission to get this URL from this server.');
	if (!usage.day('bytes', account.now(), switches.bytesDayQuota))
		return html(429, 'Rate-limit exceeded.');
	return undefined;
}

async function bytesOf(
	exchange: Exchange,
	account: Account,
	item: ItemRecord | undefined,
	parameters: string | undefined,
): Promise<Answer> {
	if (parameters === 'dv' && (account.switches.videoBytes === 'video' || item?.facts.kind !== 'video'))
		return item ? video(exchange, account, item) : notFound();
	if (parameters === 'd' && item?.facts.kind === 'photo')
		return await downloadOf(exchange, account, item);
	const still = parameters === 'd' || parameters === 'dv';
	const size = still ? { crop: false, playButton: false } : sizeOf(parameters);
	if (!size) return html(400, 'Your client has issued a malformed or illegal request.');
	const file = item ? account.library.fileOf(item.sha256) : '';
	const { bytes, mimeType } = await rendition(file, item, size);
	return part(exchange, { bytes }, mimeType, dispositionOf('inline', item));
}

/** `w400-h300-c`: sizes in pixels, crop, no play button. */
function sizeOf(parameters: string | undefined): Size | undefined {
	const [, width, height, flags = ''] =
		/^(?:w(\d+))?-?(?:h(\d+))?((?:-c|-no)*)$/.exec(parameters ?? '') ?? [];
	const sides = [width, height].filter((side) => side !== undefined).map(Number);
	if (sides.length === 0 || sides.some((side) => side < 1 || side > maxSide)) return undefined;
	return {
		...(width === undefined ? {} : { width: Number(width) }),
		...(height === undefined ? {} : { height: Number(height) }),
		crop: flags.includes('-c') && sides.length === 2,
		playButton: !flags.includes('-no'),
	};
}

async function downloadOf(exchange: Exchange, account: Account, item: ItemRecord): Promise<Answer> {
	const file = account.library.fileOf(item.sha256);
	const stripped = await withoutLocation(await readFile(file));
	const content = stripped ? { bytes: stripped } : { file, size: item.size };
	return part(exchange, content, item.facts.mimeType, dispositionOf('attachment', item));
}

function video(exchange: Exchange, account: Account, item: ItemRecord): Answer {
	if (item.facts.kind !== 'video' || !isReady(account, item)) return notFound();
	const isVideoHost = exchange.url.hostname === googleHosts.video;
	if (account.switches.videoRedirect && !isVideoHost) {
		const location = `https://${googleHosts.video}${exchange.url.pathname}`;
		return { ...html(302, 'The document has moved.'), headers: { location } };
	}
	const content = { file: account.library.fileOf(item.sha256), size: item.size };
	const disposition = dispositionOf('attachment', item);
	return part(exchange, content, item.facts.mimeType, disposition, isVideoHost);
}

function notFound(): Answer {
	return html(404, 'The requested URL was not found on this server.');
}

function dispositionOf(kind: 'inline' | 'attachment', item: ItemRecord | undefined): string {
	const name = item?.filename ?? 'cover.jpg';
	const ascii = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
	const utf8 = ascii === name ? '' : `;filename*=UTF-8''${encodeURIComponent(name)}`;
	return `${kind};filename="${ascii}"${utf8}`;
}

type Content = { bytes: Buffer } | { file: string; size: number };

/** The content, or the part that a `Range` header with one range selects. */
function part(
	exchange: Exchange,
	content: Content,
	mimeType: string,
	disposition: string,
	ignoreRange = false,
): Answer {
	const size = 'bytes' in content ? content.bytes.length : content.size;
	const headers: Record<string, string> = {
		'content-type': mimeType,
		'content-disposition': disposition,
		'cache-control': 'private, max-age=86400, no-transform',
		server: 'fife',
		...(ignoreRange ? {} : { 'accept-ranges': 'bytes' }),
	};
	const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(exchange.header('range') ?? '') ?? [];
	const start = Number(first ?? 0);
	const isPart = first !== undefined && !ignoreRange;
	if (isPart && start >= size) return html(416, 'Requested range not satisfiable.');
	const end = isPart && last ? Math.min(Number(last), size - 1) : size - 1;
	const from = isPart ? start : 0;
	if (isPart) headers['content-range'] = `bytes ${from}-${end}/${size}`;
	return {
		status: isPart ? 206 : 200,
		headers,
		body:
			'bytes' in content
				? content.bytes.subarray(from, end + 1)
				: { file: content.file, start: from, length: end + 1 - from },
	};
}
