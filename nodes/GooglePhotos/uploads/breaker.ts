import { isOfConnection } from '../errors/kinds';
import { failureOf, isFatal, skippedError } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { destinationKey, errorContextOf } from './types';
import type { NewMediaItem } from './types';

/** What ended a run, or one of its albums, before all files were through: what is left stays where it is. */
export class UploadBreaker {
	/** of the run as a whole */
	error?: Error;
	/** the same of creating: what holds back or loses bytes need not do so to the call that creates */
	private ofCreation?: Error;
	private readonly byDestination = new Map<string, Error>();

	constructor(private readonly context: OperationContext) {}

	/** Without Continue On Fail any failure ends the run; with it, one that no further request can survive. */
	recordFailure(error: Error): void {
		if (!this.context.continueOnFail || isFatal(error)) this.error ??= error;
	}

	/** Takes note of an error of a file that Google refused to create: it may end its album, but no other. */
	recordCreateFailure(source: NewMediaItem, error: Error): void {
		this.recordFailure(error);
		if (isFatal(error)) this.ofCreation ??= error;
		if (source.album && endsTheAlbum(error)) this.byDestination.set(source.album.id, error);
	}

	/** Says that Google takes nothing for this place, whatever the reason. */
	tripAlbum(source: NewMediaItem, error: Error): void {
		if (source.album) this.byDestination.set(destinationKey(source), error);
	}

	/** @throws what ended the run or the file's album, as the file's own error */
	assertOpen(source: NewMediaItem): void {
		const end = this.error ?? this.ofAlbum(source);
		if (end) throw this.notSent(end, source);
	}

	/** @returns why a file whose bytes were sent is not to be created: what was sent is, also after a failure */
	skipReason(source: NewMediaItem): Error | undefined {
		const ofAll = this.error && isFatal(this.error) && !isOfBytesOnly(this.error) ? this.error : undefined;
		const end = this.ofCreation ?? ofAll ?? this.ofAlbum(source);
		return end && this.notSent(end, source);
	}

	private ofAlbum(source: NewMediaItem): Error | undefined {
		if (!source.album) return undefined;
		return this.byDestination.get(source.album.id) ?? this.byDestination.get(destinationKey(source));
	}

	private notSent(end: Error, source: NewMediaItem): Error {
		const { what, file } = errorContextOf(source);
		return skippedError(end, source.item, what, file);
	}
}

/** Whether no file can be put into the album any more. Of "not found" only a call's own status says so. */
function endsTheAlbum(error: Error): boolean {
	const { kind, status } = failureOf(error) ?? {};
	if (kind === 'notFound') return status !== undefined;
	return kind === 'albumFull' || kind === 'foreignAlbum' || kind === 'unknownAlbum';
}

/** Whether what ended the sending of bytes leaves it open whether media items can be created: that is to be tried. */
function isOfBytesOnly(error: Error): boolean {
	const kind = failureOf(error)?.kind;
	return kind === 'tooManyRequests' || (kind !== undefined && isOfConnection(kind));
}
