import { createHash } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import type { Account } from '../accounts/account.mts';
import { GoogleError, invalid } from '../http/google-error.mts';

/** @see https://developers.google.com/photos/library/guides/upload-media#file-types-sizes */
const maxPhoto = 200 * 1024 ** 2;
const maxVideo = 20 * 1024 ** 3;

const zeros = Buffer.alloc(1024 ** 2);

function isZeros(bytes: Buffer): boolean {
	return bytes.length <= zeros.length && bytes.equals(zeros.subarray(0, bytes.length));
}

/** Writes the bytes of one upload to disk in order, and hashes them. */
export class Receiver {
	/** Bytes written so far. */
	received = 0;
	private readonly hash = createHash('sha256');
	private readonly file: string;
	private readonly account: Account;
	private readonly contentType: string;
	private handle: FileHandle | undefined;

	/** @param contentType the type that the client declares */
	constructor(account: Account, contentType = '') {
		this.account = account;
		this.file = account.incomingFile();
		this.contentType = contentType;
	}

	/** @throws GoogleError with HTTP 413 if a file of this many bytes is too large for its type */
	checkSize(size: number, contentType = this.contentType): void {
		const limit = contentType.startsWith('image/') ? maxPhoto : maxVideo;
		if (size > limit)
			throw new GoogleError('OUT_OF_RANGE', 'The uploaded file is too large.', { httpStatus: 413 });
	}

	async write(bytes: Buffer): Promise<void> {
		this.checkSize(this.received + bytes.length);
		this.handle ??= await open(this.file, 'w');
		this.hash.update(bytes);
		// Blocks of zeros are not written, as with `cp --sparse`: they read the same and take no space.
		if (!isZeros(bytes)) await this.handle.write(bytes, 0, bytes.length, this.received);
		this.received += bytes.length;
	}

	/**
	 * Stores the file under its hash.
	 * @returns the upload token
	 * @throws GoogleError if no bytes arrived or a photo is too large
	 */
	async finish(fileName: string | undefined): Promise<string> {
		if (!this.handle || this.received === 0) throw invalid('Payload must not be empty');
		await this.handle.truncate(this.received);
		await this.handle.close();
		this.handle = undefined;
		if (this.received > maxPhoto)
			this.checkSize(this.received, (await fileTypeFromFile(this.file))?.mime);
		const sha256 = this.hash.digest('hex');
		const { account } = this;
		await rename(this.file, account.library.fileOf(sha256));
		const bytes = { sha256, size: this.received, ...(fileName ? { fileName } : {}) };
		const token = account.library.addUpload(bytes, account.now());
		account.changed();
		return token;
	}

	/** Deletes the received bytes. */
	async discard(): Promise<void> {
		await this.handle?.close();
		this.handle = undefined;
		await rm(this.file, { force: true });
	}
}
