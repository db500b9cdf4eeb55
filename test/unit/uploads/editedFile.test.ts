/** Files whose bytes change while they are sent, for their capture date. */
import fc from 'fast-check';
import { addedBytes } from '../../../nodes/GooglePhotos/files/editedContent';
import { FileReader } from '../../../nodes/GooglePhotos/uploads/fileReader';
import { errorText } from '../../support/errorText';
import { fakeRun, inMemory } from '../support/caller';
import { anyEdits, edited } from '../support/edits';
import { disconnected, refused } from '../support/httpErrors';
import { sentFile } from '../support/sentFiles';
import { bytes, callerOf, KIB, MIB, sending, sendingInSession, sha256, Store } from '../support/storedFiles';
import { UploadServer } from '../support/uploadServer';
import type { Mishap } from '../support/uploadServer';
import { useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

const planOf = (size: number, edits: Parameters<typeof addedBytes>[0]) => ({
	size: size + addedBytes(edits),
	datePlan: { outcome: 'written' as const, edits: [...edits] },
});

test.each([true, false])('pieces read in any order are those of the edited file, and so is the hash (streamed: %s)', async (inStore) => {
	const size = 300;
	const content = bytes(size);
	await fc.assert(
		fc.asyncProperty(
			anyEdits(size),
			fc.array(fc.tuple(fc.nat(600), fc.nat(120), fc.boolean())),
			fc.integer({ min: 1, max: 400 }),
			async (edits, reads, chunk) => {
				const result = edited(content, edits);
				const store = new Store(content, chunk);
				const { source } = sentFile(1, { ...planOf(size, edits), file: inStore ? store.file : inMemory(content) });
				const file = new FileReader(fakeRun(callerOf(store, new UploadServer())), source);
				for (const [start, wanted, rest] of reads) {
					const offset = Math.min(start, result.length);
					const length = Math.min(wanted, result.length - offset);
					if (rest) expect((await wholeOf(file, offset)).equals(result.subarray(offset))).toBe(true);
					else expect((await file.piece(offset, length)).equals(result.subarray(offset, offset + length))).toBe(true);
				}
				await wholeOf(file, 0);
				expect(file.sha256).toBe(sha256(result));
				file.close();
				expect(store.opened.every(({ destroyed }) => destroyed)).toBe(true);
			},
		),
	);
});

async function wholeOf(file: FileReader, offset: number): Promise<Buffer> {
	const content = await file.rest(offset);
	if (Buffer.isBuffer(content)) return content;
	const parts: Buffer[] = [];
	for await (const part of content) parts.push(part as Buffer);
	return Buffer.concat(parts);
}

const mishap: fc.Arbitrary<Mishap> = fc.record(
	{
		error: fc.constantFrom<Mishap['error']>(
			() => disconnected('ECONNRESET', 'socket hang up'),
			() => refused(503, ''),
			() => refused(412, { code: 9, message: 'Offset does not match.' }),
		),
		after: fc.nat(3 * MIB),
		lost: fc.nat(MIB),
	},
	{ requiredKeys: ['error'] },
);

test.each([true, false])('under random faults Google gets the edited file and nothing else (in a session: %s)', async (inSession) => {
	const size = 3 * MIB;
	const content = bytes(size);
	await fc.assert(
		fc.asyncProperty(
			anyEdits(size),
			fc.array(fc.option(mishap, { nil: undefined, freq: 1 }), { maxLength: 4 }),
			fc.constantFrom(7 * KIB + 1, 64 * KIB, 32 * MIB),
			async (edits, mishaps, chunk) => {
				const store = new Store(content, chunk);
				const server = new UploadServer();
				server.mishap = (_request, count) => mishaps[count - 1];
				const more = planOf(size, edits);
				const outcome = await time.clock.until(
					inSession ? sendingInSession(store, server, {}, more) : sending(store, server, more),
				);
				expect(store.opened.every(({ destroyed }) => destroyed)).toBe(true);
				const result = edited(content, edits);
				expect(outcome).toMatchObject({ sha256: sha256(result) });
				expect('uploadToken' in outcome && server.tokens.get(outcome.uploadToken)?.equals(result)).toBe(true);
			},
		),
		{ numRuns: 40 },
	);
}, 120_000);

test('a file with another size than n8n says fails with the size of the file itself, not of the bytes sent', async () => {
	const edits = [{ offset: 2, remove: 0, insert: Buffer.alloc(158) }];
	const outcome = await time.clock.until(sending(new Store(bytes(KIB)), new UploadServer(), planOf(2 * KIB, edits)));
	expect(errorText(outcome as Error)).toMatch(/does not have the size that n8n recorded.*should have 2,048 bytes/);
});
