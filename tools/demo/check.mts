import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
	EmulatedAccount,
	LibraryAlbum,
	LibraryContents,
} from '../emulator/control-client.mts';
import { type Execution, type Item, itemsOf } from '../n8n/execution.mts';
import { difference, notesOf } from './pictures.mts';
import { sampleNames, samplesFolder } from './samples.mts';
import { albumTitle, uploadNode } from './workflow.mts';

/** `nothing`: not applicable, for example no location to remove. */
export type Mark = 'good' | 'bad' | 'nothing';

/** The results for one sample file. */
export interface FileOutcome {
	name: string;
	/** The Upload node returned exactly one media item and no error. */
	sent: Mark;
	/** The library contains the file byte for byte. */
	stored: Mark;
	/** The album contains it once, in the order of the files. */
	inAlbum: Mark;
	/** The download shows the same picture (for a video: has the same bytes). */
	cameBack: Mark;
	/** The download contains no location. */
	locationGone: Mark;
	/** The download still contains the capture date. */
	dateKept: Mark;
}

/** Maximum mean difference of color values between two copies of a picture. */
const maxDifference = 4;

/** Checks each sample file in the output of the workflow, in the library and in the downloads. */
export async function checkFiles(
	execution: Execution,
	account: EmulatedAccount,
	downloads: string,
): Promise<FileOutcome[]> {
	const uploaded = itemsOf(execution, uploadNode);
	const library = await account.library();
	const names = await sampleNames();
	return await Promise.all(
		names.map(async (name) => await checkFile(name, uploaded, library, account, downloads)),
	);
}

export function isGood(outcome: FileOutcome): boolean {
	return !Object.values(outcome).includes('bad');
}

async function checkFile(
	name: string,
	uploaded: Item[],
	library: LibraryContents,
	account: EmulatedAccount,
	downloads: string,
): Promise<FileOutcome> {
	const original = await readFile(join(samplesFolder, name));
	const outputs = uploaded.filter((item) => item.json.sourceFileName === name);
	const [output] = outputs;
	const id = String(output?.json.id ?? '');
	const index = output ? uploaded.indexOf(output) : -1;
	const albums = library.albums.filter(({ title }) => title === albumTitle);
	return {
		name,
		sent: mark(outputs.length === 1 && id !== '' && !output?.error && !output?.json.error),
		stored: mark(await isStored(id, original, library, account)),
		inAlbum: mark(albums.length === 1 && isAt(albums[0], index, id)),
		...(await compare(
			original,
			await readFile(join(downloads, String(index))).catch(() => undefined),
		)),
	};
}

async function isStored(
	id: string,
	original: Buffer,
	{ mediaItems }: LibraryContents,
	account: EmulatedAccount,
) {
	const held = mediaItems.filter((item) => item.id === id);
	if (held.length !== 1 || held[0]?.sha256 !== sha256(original)) return false;
	return original.equals(await account.original(id));
}

function isAt(album: LibraryAlbum | undefined, index: number, id: string): boolean {
	const places = album?.entries.flatMap((entry, place) => {
		return 'mediaItemId' in entry && entry.mediaItemId === id ? [place] : [];
	});
	return places?.length === 1 && places[0] === index;
}

type Comparison = Pick<FileOutcome, 'cameBack' | 'locationGone' | 'dateKept'>;

async function compare(original: Buffer, download: Buffer | undefined): Promise<Comparison> {
	if (!download) return { cameBack: 'bad', locationGone: 'bad', dateKept: 'bad' };
	const [before, after] = [notesOf(original), notesOf(download)];
	const same = original.equals(download) || (await looksTheSame(original, download));
	return {
		cameBack: mark(same),
		locationGone: before.hasLocation ? mark(!after.hasLocation) : 'nothing',
		dateKept: before.takenAt === undefined ? 'nothing' : mark(before.takenAt === after.takenAt),
	};
}

async function looksTheSame(original: Buffer, download: Buffer): Promise<boolean> {
	try {
		return (await difference(original, download)) < maxDifference;
	} catch {
		return false;
	}
}

function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

function mark(good: boolean): Mark {
	return good ? 'good' : 'bad';
}
