import { isOfConnection } from '../errors/kinds';
import type { Failure } from '../errors/kinds';
import { failureOf, isFatal, skippedError } from '../errors/nodeError';
import { stopsExecution } from '../execution/context';
import type { OperationContext } from '../execution/context';
import { destinationKey, errorContextOf } from './types';
import type { NewMediaItem } from './types';

/** Circuit breaker: holds the error that ended the execution or one of its albums. Remaining files are not sent. */
export class UploadBreaker {
	/** for the whole execution */
	error?: Error;
	/** fatal error of a create call; a failure of byte uploads (throttled, connection) need not affect create calls */
	private ofCreation?: Error;
	private readonly byDestination = new Map<string, Error>();

	constructor(private readonly context: OperationContext) {}

	/** Without Continue On Fail any error ends the execution; with it, only one after which no request can succeed. */
	recordFailure(error: Error): void {
		if (stopsExecution(this.context, error)) this.error ??= error;
	}

	/** Records the error of a file that Google did not create. It may close the file's album, but no other album. */
	recordCreateFailure(source: NewMediaItem, error: Error): void {
		this.recordFailure(error);
		if (isFatal(error)) this.ofCreation ??= error;
		if (source.album && endsTheAlbum(error)) this.byDestination.set(source.album.id, error);
	}

	/** Closes the file's destination (album and position), whatever the reason. */
	tripAlbum(source: NewMediaItem, error: Error): void {
		if (source.album) this.byDestination.set(destinationKey(source), error);
	}

	/** @throws the error that ended the execution or the file's album, as an error of this file */
	assertOpen(source: NewMediaItem): void {
		const end = this.error ?? this.ofAlbum(source);
		if (end) throw this.notSent(end, source);
	}

	/** @returns why a file whose bytes were sent must not be created; an error that is not fatal is no reason */
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

/** Whether the album accepts no more files. `notFound` counts only as the HTTP status of the whole call. */
function endsTheAlbum(error: Error): boolean {
	const { kind, status } = failureOf(error) ?? {};
	if (kind === 'notFound') return status !== undefined;
	return kind === 'albumFull' || kind === 'foreignAlbum' || kind === 'unknownAlbum';
}

/** Whether a fatal error is limited to byte uploads, so that create calls may still succeed and have to be tried. */
function isOfBytesOnly(error: Error): boolean {
	const { kind } = failureOf(error) as Failure;
	return kind === 'tooManyRequests' || isOfConnection(kind);
}
