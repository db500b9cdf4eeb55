/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import type { IBinaryData, IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { downloadFromUrl } from '../../../nodes/GooglePhotos/uploads/fromUrl';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun } from './caller';
import { KIB } from './storedFiles';

export const PHOTO = 'https://example.com/beach.jpg';
export const NAMELESS = 'https://example.com/';
export const FOUR = [Buffer.from([0xff, 0xd8]), Buffer.from([0xff, 0xe0])];
/** A picture in so many bytes, from which on what is stored is read as a stream. */
export const jpegOf = (size: number) => Buffer.concat([...FOUR, Buffer.alloc(size - 4)]);

/** One server that sends these pieces with these headers, and n8n with its store. */
export class Sending {
	readonly requests: IHttpRequestOptions[] = [];
	readonly bodies: Readable[] = [];
	/** what n8n's helper was given for its store */
	readonly stored: Array<{ bytes: number; content: Buffer; fileName?: string; mimeType?: string }> = [];
	/** HTTP status of the reply */
	status = 200;
	/** whether the connection breaks after the last piece */
	breaksOff = false;
	/** whether n8n reads with listeners alone, as it does when it keeps files in memory */
	withListeners = false;
	/** how many bytes of what it was given n8n has kept */
	kept = 0;
	/** what n8n's store fails with, after so many bytes */
	storeFails?: { after: number; error: Error };

	constructor(
		private readonly headers: IDataObject,
		private readonly pieces: Iterable<Buffer> | (() => Readable) = FOUR,
		private readonly timeout = 5,
	) {}

	async fetch(url = PHOTO, signal?: AbortSignal) {
		const helpers = { httpRequest: this.answer, prepareBinaryData: this.store, getBinaryMetadata: this.look };
		const settings = { timeout: this.timeout, skipSslCertificateValidation: true };
		const run = { ...fakeRun({ ...fakeCaller({ signal }), helpers } as never), settings };
		return await downloadFromUrl(run, url, { item: 2, parameter: 'URL' });
	}

	/** What is said of the file, however it is told. */
	async refused(url?: string): Promise<string> {
		const outcome = await this.fetch(url).catch((error: Error) => error);
		if (outcome instanceof Error) return errorText(outcome);
		return 'unsupported' in outcome ? errorText(outcome.unsupported) : 'nothing was refused';
	}

	private *broken() {
		yield* this.pieces as Iterable<Buffer>;
		throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
	}

	private body(): Readable {
		const { pieces } = this;
		if (typeof pieces === 'function') return pieces();
		return Readable.from(this.breaksOff ? this.broken() : pieces, { objectMode: false });
	}

	private readonly answer = async (request: IHttpRequestOptions) => {
		this.requests.push(request);
		const body = this.body();
		this.bodies.push(body);
		return { statusCode: this.status, headers: this.headers, body };
	};

	private readonly store = async (body: Readable | Buffer, fileName?: string, mimeType?: string): Promise<IBinaryData> => {
		let content = Buffer.alloc(0);
		let bytes = 0;
		for await (const piece of Buffer.isBuffer(body) ? [body] : this.withListeners ? await heard(body) : body) {
			bytes += (piece as Buffer).length;
			this.kept = bytes;
			if (bytes < 64 * KIB) content = Buffer.concat([content, piece as Buffer]);
			if (this.storeFails && bytes >= this.storeFails.after) throw this.storeFails.error;
		}
		this.stored.push({ bytes, content, fileName, mimeType });
		// without them n8n makes up a name, and looks at the bytes
		return { id: 'x', data: 'filesystem-v2', mimeType: mimeType ?? 'image/guessed', fileName: fileName ?? 'File', fileExtension: 'jpg' };
	};

	private readonly look = async () => ({ fileSize: this.stored.at(-1)?.bytes });
}

/** All that listeners hear of a stream. */
async function heard(stream: Readable): Promise<Buffer[]> {
	const pieces: Buffer[] = [];
	await new Promise((resolve, reject) => {
		stream.on('data', (piece: Buffer) => void pieces.push(piece)).once('end', resolve).once('error', reject);
	});
	return pieces;
}
