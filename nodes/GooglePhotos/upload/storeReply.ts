import type { IBinaryData, IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';
import { closeFile } from '../model/file';
import type { Content } from '../model/file';
import { flowWhenRead, headOf } from '../model/streamHead';
import { clock } from '../request/clock';
import { asItIs, isForTheUser, refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import type { Run } from '../request/run';
import { requireSize, unsupported } from './checked';
import type { Unsupported } from './checked';
import { extensionFor } from './extensions';
import { fileType } from './kind';
import type { FileKind, FileType } from './kind';
import { servedName } from './servedName';

type Stream = Exclude<Content, Buffer>;

/**
 * Stores what a server sends as a file of n8n's, as far as it is a photo or video of a size that Google takes: its
 * first bytes tell before anything is stored, and more than Google takes is not read.
 *
 * n8n unpacks what a server has packed, and does not say so: the length that the reply tells is then that of the
 * packed bytes. Node.js itself fails a reply that has less than it told.
 *
 * @param address where it came from
 * @returns the file; or why it is not supported
 * @throws what the connection failed with; NodeOperationError if the file cannot be taken or n8n cannot keep it
 */
export async function storeReply(
	run: Run,
	{ body, headers }: IN8nHttpFullResponse,
	address: URL,
	subject: Subject,
): Promise<{ file: IBinaryData } | Unsupported> {
	const stream = body as Stream;
	let broken = false;
	// it may fail also while nobody reads it
	stream.on('error', () => {
		broken = true;
	});
	try {
		const served = servedName(headers['content-disposition'], address);
		const claims = { mimeType: typeOf(headers), fileName: served };
		const about = { ...subject, what: served ? `file "${served}"` : undefined };
		requireUnpacked(run, headers, about);
		// NaN where it is not told: no size is less or more than that
		const length = Number(headers['content-length']);
		requireSize(run, fileType(claims, Buffer.alloc(0)).kind, length, about);

		const { head, content } = await headOf(stream);
		const type = fileType(claims, head);
		requireSize(run, type.kind, head.length, about);
		if (type.kind === 'other') return unsupported(run, type, about);
		if (content === stream) {
			limit(stream, length, (kind, size) => requireSize(run, kind, size, about), type.kind);
			requireSpeed(run, stream, about);
			flowWhenRead(stream);
		}
		const fileName = served ?? inventedName(type);
		const file = await stored(run, about, () => broken, async () =>
			await run.caller.helpers.prepareBinaryData(content, fileName, type.mimeType),
		);
		return { file: { ...file, fileName } };
	} finally {
		closeFile(stream);
	}
}

function typeOf(headers: IDataObject): string {
	return String(headers['content-type'] ?? '');
}

/** @throws NodeOperationError if the bytes are packed in a way that n8n could not undo */
function requireUnpacked(run: Run, headers: IDataObject, subject: Subject): void {
	const encoding = String(headers['content-encoding'] ?? '').trim().toLowerCase();
	if (encoding === '' || encoding === 'identity') return;
	throw refusal(
		run.caller.getNode(),
		'The server packs the file in a way that n8n cannot unpack',
		'It does so although it was asked not to (Content-Encoding). Fetch the file with other means before this node.',
		subject,
	);
}

/** Ends a stream with an error as soon as it is longer than Google takes: what is packed says nothing of its size. */
function limit(stream: Stream, length: number, checkSize: (kind: FileKind, size: number) => void, kind: FileKind): void {
	let size = 0;
	// a listener alone would set it going, and nobody reads it yet
	stream.pause();
	stream.on('data', (chunk: Buffer) => {
		size += chunk.length;
		// more came than was told: it is being unpacked, and a format that nobody knows is hardly a video
		const counted = size > length && kind === 'unknown' ? 'photo' : kind;
		try {
			checkSize(counted, size);
		} catch (error) {
			stream.destroy(error);
		}
	});
}

/** A server may take this long, in milliseconds, before its speed counts; then it has to send so many bytes a second. */
const SPEED_COUNTS_AFTER = 5 * 60_000;
const SLOWEST = 1024;

/** Ends a stream that goes on and on without getting anywhere. */
function requireSpeed(run: Run, stream: Stream, subject: Subject): void {
	const start = clock.now();
	let size = 0;
	stream.on('data', (chunk: Buffer) => {
		size += chunk.length;
		const elapsed = clock.now() - start;
		if (elapsed < SPEED_COUNTS_AFTER || size / (elapsed / 1000) >= SLOWEST) return;
		const advice = 'Less than 1 KiB a second came. Run this item again later, or fetch the file in another way.';
		stream.destroy(refusal(run.caller.getNode(), 'The server sends the file too slowly', advice, subject));
	});
}

/** A file has to have a name, by which Google shows it. */
function inventedName({ kind, mimeType }: FileType): string {
	return `${kind === 'unknown' ? 'file' : kind}${extensionFor(mimeType)}`;
}

/** Codes of Node's for what goes wrong with a disk, or with a file too large to be kept in memory. */
const ofTheStore =
	/^(EACCES|EDQUOT|EEXIST|EFBIG|EIO|EISDIR|EMFILE|ENFILE|ENOENT|ENOSPC|ENOTDIR|EPERM|EROFS|ERR_BUFFER_TOO_LARGE|ERR_FS_FILE_TOO_LARGE|ERR_OUT_OF_RANGE|ERR_STRING_TOO_LONG)$/;

/** What n8n says when the reply is at fault: https://github.com/n8n-io/n8n/blob/master/packages/@n8n/backend-network/src/http/binary-buffer.ts */
const ofTheReply = /timed out|closed before completing|decompress/i;

/** Tells a store that fails, which no repetition mends, from a connection that does. */
async function stored<T>(run: Run, subject: Subject, broken: () => boolean, store: () => Promise<T>): Promise<T> {
	try {
		return await store();
	} catch (error) {
		const { code, message } = error as { code?: unknown; message: string };
		const ofReply = (broken() || ofTheReply.test(message)) && !ofTheStore.test(String(code));
		if (ofReply || isForTheUser(error as Error)) throw asItIs(error);
		throw refusal(
			run.caller.getNode(),
			'n8n could not store the file',
			`Check the free space on the disk of n8n's binary data, and that n8n keeps binary data on a disk if files are large. n8n says: ${message}`,
			subject,
		);
	}
}
