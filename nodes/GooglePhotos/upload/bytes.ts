import { asItIs, failureOf } from '../request/explain';
import { Lane } from '../request/lane';
import type { Run } from '../request/run';
import { FileReader } from './fileReader';
import { sendRaw } from './rawUpload';
import { LARGEST_PIECE, sendResumable } from './resumableUpload';
import type { Source } from './source';

/** A file whose bytes Google has. */
export interface SentBytes {
	/** good for one day */
	uploadToken: string;
	/** of the bytes that were sent, hexadecimal */
	sha256: string;
}

export interface SendingLimits {
	/** how many files may be sent at once */
	parallel: number;
	/** milliseconds to go on after "too many requests" */
	maximumWait: number;
	/** called when it is a file's turn; throws if it is no longer to be sent */
	stillWanted: (source: Source) => void;
	/** told of an error that nothing can mend, before the next file has its turn */
	failed: (error: Error) => void;
}

/** Of so many files of a run everything is ready for their turn; what the others need is not there yet. */
const READY = 20;

/**
 * How a run sends its files: those that come first have the first turns. Only some of them stand in line at a
 * time, so that thousands take no memory, and other executions of the account have their turns in between.
 */
export function sendingFor(run: Run, limits: SendingLimits): (source: Source) => Promise<SentBytes> {
	const ready = new Lane();
	return async (source) => await ready.pass(async () => await sendBytes(run, source, limits), { limit: READY });
}

/** Up to here one request per file; a larger one is sent in a session, which costs a request more. */
const LARGEST_RAW = 50 * 1024 * 1024;

/**
 * Sends a file's bytes, however often it takes: a small file anew as a whole, a larger one from where it broke
 * off. https://developers.google.com/photos/library/guides/upload-media
 *
 * @throws NodeApiError made by `explain`; NodeOperationError if n8n cannot give the whole file
 */
export async function sendBytes(run: Run, source: Source, limits: SendingLimits): Promise<SentBytes> {
	const file = new FileReader(run, source);
	try {
		const uploadToken = await tokenFor(run, source, limits, file);
		return { uploadToken, sha256: file.sha256 };
	} finally {
		file.close();
	}
}

async function tokenFor(run: Run, source: Source, limits: SendingLimits, file: FileReader): Promise<string> {
	if (source.size > LARGEST_RAW) return await sendResumable(run, source, limits, file);
	// a line that breaks within one large request breaks within the next as well
	const mended = source.size > LARGEST_PIECE;
	try {
		return await sendRaw(run, source, limits, file, mended);
	} catch (error) {
		if (!mended || failureOf(error)?.kind !== 'connectionLost') throw asItIs(error);
		return await sendResumable(run, source, limits, file, true);
	}
}
