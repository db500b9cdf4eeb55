import { asItIs } from '../request/explain';
import { cancelSignalOf } from '../request/caller';
import { Lane } from '../request/lane';
import type { Run } from '../request/run';
import { sendBytes, sendingFor } from './bytes';
import type { SendingLimits, SentBytes } from './bytes';
import { checkedFile } from './checked';
import { fetchFile, PARALLEL_FETCHES } from './fetch';
import type { RemoteFile, Source } from './source';

/** The limits, and what the user wants of files that are neither photos nor videos: of some that is found out only now. */
type DeliveryLimits = SendingLimits & { unsupportedFiles: 'error' | 'skip' };

/**
 * Sends the files of a run. A file at an address is fetched when it is its turn, and let go of when Google has it:
 * of many files only some are in n8n's store, or its memory, for being sent.
 */
export class Delivery {
	private readonly send: (source: Source) => Promise<SentBytes>;
	/** those that are fetched or sent; each of its own limit, and none waits for the other from inside */
	private readonly underWay = new Lane();
	private readonly fetching = new Lane();

	constructor(
		private readonly run: Run,
		private readonly limits: DeliveryLimits,
	) {
		this.send = sendingFor(run, limits);
	}

	/**
	 * @returns undefined if the file turned out to be one that is skipped
	 * @throws why the file cannot be fetched or sent
	 */
	async of(source: Source): Promise<SentBytes | undefined> {
		const { remote } = source;
		if (!remote) return await this.send(source);
		const limit = this.limits.parallel + PARALLEL_FETCHES;
		return await this.underWay.pass(async () => await this.fetchedAndSent(source, remote), { limit });
	}

	/** Sends the bytes of a file once more. */
	async again(source: Source): Promise<SentBytes> {
		const { remote } = source;
		if (!remote) return await sendBytes(this.run, source, this.limits);
		try {
			const unsupported = await fetchInto(this.run, source, remote);
			if (unsupported) throw asItIs(unsupported);
			return await sendBytes(this.run, source, this.limits);
		} finally {
			letGo(source, remote);
		}
	}

	private async fetchedAndSent(source: Source, remote: RemoteFile): Promise<SentBytes | undefined> {
		try {
			if (!remote.here) await this.fetch(source, remote);
			return remote.skipped ? undefined : await this.send(source);
		} finally {
			letGo(source, remote);
		}
	}

	private async fetch(source: Source, remote: RemoteFile): Promise<void> {
		// before its turn: the run may have ended meanwhile
		this.limits.stillWanted(source);
		const { run } = this;
		const signal = cancelSignalOf(run.caller);
		const fetchNow = async () => await fetchInto(run, source, remote);
		const unsupported = await this.fetching.pass(fetchNow, { limit: PARALLEL_FETCHES, signal });
		if (unsupported && this.limits.unsupportedFiles !== 'skip') throw asItIs(unsupported);
		remote.skipped = unsupported !== undefined;
	}
}

/**
 * Fetches the file of a source.
 *
 * @returns why it is not supported, if it is not
 * @throws NodeOperationError if it cannot be fetched, or is one that Google does not take
 */
export async function fetchInto(run: Run, source: Source, remote: RemoteFile): Promise<Error | undefined> {
	const found = await fetchFile(run, remote.url, { item: source.item, parameter: 'URL' });
	if ('unsupported' in found) return found.unsupported;
	const { position, givenName } = remote;
	const checked = await checkedFile(run, position, found, { fileName: givenName });
	if ('unsupported' in checked) return checked.unsupported;
	const { file, fileName, mimeType, size } = checked;
	Object.assign(source, { file, fileName, mimeType, size });
	remote.here = true;
	return undefined;
}

/** Keeps of a file what its output says. n8n offers no way to delete what is in its store before the execution is. */
function letGo(source: Source, remote: RemoteFile): void {
	const { fileName, mimeType } = source.file;
	source.file = { data: '', mimeType, fileName };
	remote.here = false;
}
