/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { IBinaryData } from 'n8n-workflow';

/** Content of a file: a head, then zeroes. A large file takes no memory. */
export interface StoredContent {
	head: Buffer;
	/** total bytes */
	size: number;
}

const ZEROES = Buffer.alloc(1024 * 1024);

function* piecesOf({ head, size }: StoredContent): Generator<Buffer> {
	if (head.length > 0) yield head;
	for (let left = size - head.length; left > 0; left -= ZEROES.length) {
		yield left < ZEROES.length ? ZEROES.subarray(0, left) : ZEROES;
	}
}

export function sha256Of(content: StoredContent): string {
	const hash = createHash('sha256');
	for (const piece of piecesOf(content)) hash.update(piece);
	return hash.digest('hex');
}

/** n8n's binary data store, as seen through its helpers. */
export class BinaryStore {
	private readonly files = new Map<string, StoredContent>();
	/** hashes of the files that the node has stored, by file ID */
	readonly hashes = new Map<string, string>();
	/** streams that were opened and are not yet closed */
	open = 0;

	add(content: StoredContent, fileName: string, mimeType: string): IBinaryData {
		const id = `filesystem-v2:${this.files.size}`;
		this.files.set(id, content);
		return { data: 'filesystem-v2', id, fileName, mimeType, bytes: content.size } as IBinaryData;
	}

	readonly helpers = {
		getBinaryMetadata: async (id: string) => ({ fileSize: this.content(id).size }),
		getBinaryStream: async (id: string) => {
			const stream = Readable.from(piecesOf(this.content(id)), { objectMode: false });
			this.open++;
			stream.once('close', () => this.open--);
			return stream;
		},
		prepareBinaryData: async (body: Buffer | Readable, fileName?: string, mimeType = '') => {
			const hash = createHash('sha256');
			let size = 0;
			// iterating over a Buffer yields single bytes
			for await (const chunk of Buffer.isBuffer(body) ? [body] : body) {
				hash.update(chunk as Buffer);
				size += (chunk as Buffer).length;
			}
			const file = this.add({ head: Buffer.alloc(0), size }, fileName ?? '', mimeType);
			this.hashes.set(file.id as string, hash.digest('hex'));
			return file;
		},
	};

	private content(id: string): StoredContent {
		const content = this.files.get(id);
		if (!content) throw new Error(`no file ${id}`);
		return content;
	}
}
