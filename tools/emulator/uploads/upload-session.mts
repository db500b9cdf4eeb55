import { randomBytes } from 'node:crypto';
import type { Account } from '../accounts/account.mts';
import type { Exchange } from '../http/exchange.mts';
import { GoogleError, invalid } from '../http/google-error.mts';
import { Receiver } from './receiver.mts';

const life = 24 * 3600 * 1000;

/**
 * A resumable upload in progress. Of an interrupted request it keeps a multiple of the granularity, so that the client
 * can continue at a valid offset.
 * @see https://developers.google.com/photos/library/guides/resumable-uploads
 */
export class UploadSession {
	readonly id = randomBytes(73).toString('base64url').slice(0, 98);
	readonly account: Account;
	status: 'active' | 'final' | 'cancelled' = 'active';
	token: string | undefined;
	private readonly receiver: Receiver;
	private readonly rawSize: number | undefined;
	private readonly fileName: string | undefined;
	private readonly expiresAt: number;
	/**
	 * Number of the request that may write: the latest one, because the end of an earlier one's connection may not have
	 * been noticed yet.
	 */
	private latestRequest = 0;

	/** @throws GoogleError if the announced size is missing or too large */
	constructor(account: Account, exchange: Exchange) {
		this.account = account;
		const size =
			exchange.header('x-goog-upload-raw-size') ??
			exchange.header('x-goog-upload-header-content-length');
		this.rawSize = size === undefined ? undefined : Number(size);
		if (this.rawSize === 0) throw invalid('Payload must not be empty');
		const type = exchange.header('x-goog-upload-content-type');
		this.receiver = new Receiver(
			account,
			type ?? exchange.header('x-goog-upload-header-content-type'),
		);
		this.receiver.checkSize(this.rawSize ?? 0);
		this.fileName = exchange.utf8Header('x-goog-upload-file-name');
		this.expiresAt = account.now() + life;
	}

	get received(): number {
		return this.receiver.received;
	}

	get isExpired(): boolean {
		return this.account.now() >= this.expiresAt;
	}

	/** Receives a chunk. @param last whether the request has the command `finalize` */
	async receive(exchange: Exchange, last: boolean): Promise<void> {
		this.checkActive();
		this.checkOffset(exchange.header('x-goog-upload-offset'));
		const { granularity } = this.account.switches;
		const announced = exchange.header('content-length');
		if (announced !== undefined) this.checkChunk(Number(announced), last, granularity);
		const turn = ++this.latestRequest;
		let pieces: Buffer[] = [];
		let pending = 0;
		for await (const chunk of exchange.chunks()) {
			if (turn !== this.latestRequest) throw new GoogleError('ABORTED', 'The operation was aborted.');
			pieces.push(chunk);
			pending += chunk.length;
			if (pending < granularity) continue;
			const bytes = Buffer.concat(pieces);
			const whole = pending - (pending % granularity);
			await this.receiver.write(bytes.subarray(0, whole));
			pieces = [bytes.subarray(whole)];
			pending -= whole;
		}
		if (!last && pending > 0) this.checkChunk(pending, last, granularity);
		if (pending > 0) await this.receiver.write(Buffer.concat(pieces));
	}

	async finalize(): Promise<string> {
		this.checkActive();
		if (this.rawSize !== undefined && this.received !== this.rawSize)
			throw invalid(`Upload has ${this.received} bytes, but ${this.rawSize} were announced.`);
		this.token = await this.receiver.finish(this.fileName);
		this.status = 'final';
		return this.token;
	}

	async cancel(): Promise<void> {
		if (this.status === 'active') this.status = 'cancelled';
		this.latestRequest++;
		await this.receiver.discard();
	}

	private checkActive(): void {
		if (this.status !== 'active')
			throw new GoogleError('FAILED_PRECONDITION', `The upload is ${this.status}.`, {
				headers: { 'x-goog-upload-status': this.status },
			});
	}

	private checkOffset(offset: string | undefined): void {
		if (offset !== undefined && Number(offset) === this.received) return;
		const { offsetMismatch } = this.account.switches;
		throw new GoogleError(
			offsetMismatch === 409 ? 'ABORTED' : 'FAILED_PRECONDITION',
			`Offset ${offset ?? 'missing'} does not match the ${this.received} bytes received.`,
			{ httpStatus: offsetMismatch, headers: { 'x-goog-upload-status': 'active' } },
		);
	}

	private checkChunk(length: number, last: boolean, granularity: number): void {
		if (this.rawSize !== undefined && this.received + length > this.rawSize)
			throw invalid('More bytes than were announced.');
		if (!last && length % granularity !== 0)
			throw invalid(`Chunk size must be a multiple of ${granularity}.`);
	}
}
