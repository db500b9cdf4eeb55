import { Semaphore } from '../concurrency/semaphore';
import { rethrow } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import type { UploadBreaker } from './circuitBreaker';
import { downloadFromUrl, PARALLEL_FETCHES } from './fromUrl';
import { boundedSender, sendBytes } from './transfer';
import type { RemoteFile, Source, TransferLimits, UploadedBytes } from './types';
import { validateFile } from './validateFile';

/** The options that apply to sending. Files from URLs are checked only when they are fetched. */
type SendOptions = Omit<TransferLimits, 'assertOpen' | 'onGiveUp'> & { unsupportedFiles: 'error' | 'skip' };

/**
 * Sends the files of an execution. A file from a URL is fetched right before it is sent and released when Google has
 * it: only some of many files wait in n8n's binary data store or in memory to be sent.
 */
export class FileSender {
	private readonly limits: TransferLimits;
	private readonly sendBytes: (source: Source) => Promise<UploadedBytes>;
	/** files being fetched or sent. `fetching` is acquired inside it, never the other way round: no deadlock */
	private readonly underWay = new Semaphore();
	private readonly fetching = new Semaphore();

	constructor(
		private readonly context: OperationContext,
		private readonly options: SendOptions,
		breaker: UploadBreaker,
	) {
		this.limits = {
			...options,
			assertOpen: (source) => breaker.assertOpen(source),
			onGiveUp: (error) => breaker.recordFailure(error),
		};
		this.sendBytes = boundedSender(context, this.limits);
	}

	/**
	 * @returns undefined if the file turned out to be one that is skipped
	 * @throws the reason why the file cannot be fetched or sent
	 */
	async send(source: Source): Promise<UploadedBytes | undefined> {
		const { remote } = source;
		if (!remote) return await this.sendBytes(source);
		const limit = this.limits.parallel + PARALLEL_FETCHES;
		return await this.underWay.run(async () => await this.fetchedAndSent(source, remote), { limit });
	}

	/** Sends the bytes of a file once more. A file from a URL is fetched again. */
	async resend(source: Source): Promise<UploadedBytes> {
		const { remote } = source;
		if (!remote) return await sendBytes(this.context, source, this.limits);
		try {
			const unsupported = await fetchInto(this.context, source, remote);
			if (unsupported) throw rethrow(unsupported);
			return await sendBytes(this.context, source, this.limits);
		} finally {
			releaseFile(source, remote);
		}
	}

	private async fetchedAndSent(source: Source, remote: RemoteFile): Promise<UploadedBytes | undefined> {
		try {
			if (!remote.here) await this.fetch(source, remote);
			return remote.skipped ? undefined : await this.sendBytes(source);
		} finally {
			releaseFile(source, remote);
		}
	}

	private async fetch(source: Source, remote: RemoteFile): Promise<void> {
		// the execution may have ended while the file waited for `underWay`
		this.limits.assertOpen(source);
		const { context } = this;
		const signal = context.signal;
		const fetchNow = async () => await fetchInto(context, source, remote);
		const unsupported = await this.fetching.run(fetchNow, { limit: PARALLEL_FETCHES, signal });
		if (unsupported && this.options.unsupportedFiles !== 'skip') throw rethrow(unsupported);
		remote.skipped = unsupported !== undefined;
	}
}

/**
 * Fetches the file of a source from its URL.
 *
 * @returns the error of an unsupported file, else undefined
 * @throws NodeOperationError if the file cannot be fetched, or Google does not accept it
 */
export async function fetchInto(context: OperationContext, source: Source, remote: RemoteFile): Promise<Error | undefined> {
	const found = await downloadFromUrl(context, remote.url, { item: source.item, parameter: 'URL' });
	if ('unsupported' in found) return found.unsupported;
	const { position, givenName } = remote;
	const checked = await validateFile(context, position, found, { fileName: givenName });
	if ('unsupported' in checked) return checked.unsupported;
	const { file, fileName, mimeType, size } = checked;
	// the server may send other bytes than before
	Object.assign(source, { file, fileName, mimeType, size, datePlan: undefined });
	remote.here = true;
	return undefined;
}

/** Keeps what the output needs. n8n cannot delete a file from its binary data store before the execution is deleted. */
function releaseFile(source: Source, remote: RemoteFile): void {
	const { fileName, mimeType } = source.file;
	source.file = { data: '', mimeType, fileName };
	remote.here = false;
}
