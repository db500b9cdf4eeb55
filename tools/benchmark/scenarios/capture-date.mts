import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeContender } from '../contenders/node.mts';
import { type Format, makePhotos } from '../files/photos.mts';
import { type Measurement, measured, median, medianRun } from '../measure/measurement.mts';
import { mebibytes, MEBIBYTE, runCells, runHead, seconds } from '../report/numbers.mts';
import { atMost, type Section } from '../report/section.mts';
import { say, type Stage } from '../stage.mts';

const DATE = '2019-07-14T18:30:00+02:00';
const SIZE = 2_000_000;

/** The same photos without and with the option Capture Date. */
interface Pair {
	without: Measurement;
	dated: Measurement;
}

/** Uploads photos without a date in them, with and without Capture Date. */
export async function captureDate(stage: Stage): Promise<Section> {
	const count = stage.quick ? 20 : 1000;
	// n8n collects garbage all the time then, and takes many minutes for a thousand.
	const countInUse = stage.quick ? 20 : 100;
	const { folder: home, emulator, node } = stage;
	const collecting = await NodeContender.in(home, emulator.environment, { collecting: true });

	const ofFormat = async (format: Format) => {
		const folder = await makePhotos(join(home, `undated-${format}`), count, SIZE, format);
		const folderInUse = await makePhotos(join(home, `undated-${format}-in-use`), countInUse, SIZE, format);
		const upload = async (contender: NodeContender, date?: string) =>
			await stage.withAccount(async (account) => {
				const [files, expected] = contender === collecting ? [folderInUse, countInUse] : [folder, count];
				const run = await measured(account, async () => await contender.upload(account, files, date));
				const { mediaItems } = await account.library();
				const isDated = ({ creationTime }: { creationTime?: string }) => Date.parse(creationTime ?? '') === Date.parse(DATE);
				const dated = mediaItems.filter(isDated).length;
				if (run.mediaItems !== expected || dated !== (date ? expected : 0)) {
					throw new Error(`${run.mediaItems} media items, ${dated} of them dated, of ${expected} photos`);
				}
				return run;
			});
		const runs: Pair[] = [];
		for (let round = 0; round < stage.rounds; round++) {
			const pair = { without: await upload(node), dated: await upload(node, DATE) };
			say(`  ${format}: ${seconds(pair.without.seconds)}, with dates ${seconds(pair.dated.seconds)}`);
			runs.push(pair);
		}
		const nothing = await node.nothingAfterReading(folder);
		const inUse = { without: (await upload(collecting)).inUseBytes ?? 0, dated: (await upload(collecting, DATE)).inUseBytes ?? 0 };
		await rm(folder, { recursive: true });
		await rm(folderInUse, { recursive: true });
		const [without, dated] = [medianRun(runs.map((pair) => pair.without)), medianRun(runs.map((pair) => pair.dated))];
		// The two runs of a round follow each other, so that both meet the machine in the same state.
		const ratio = median(runs.map((pair) => pair.dated.seconds / pair.without.seconds));
		return {
			rows: [
				[`${format}, without`, ...runCells(without, nothing), mebibytes(inUse.without)],
				[`${format}, with dates`, ...runCells(dated, nothing), mebibytes(inUse.dated)],
			],
			targets: [
				atMost(`${format}: time with dates, of that without`, ratio, 1.05, ' ×'),
				atMost(`${format}: memory in use with dates beyond that without`, (inUse.dated - inUse.without) / MEBIBYTE, 8, ' MiB', 0),
			],
		};
	};
	const formats = [await ofFormat('jpg'), await ofFormat('png')];
	return {
		title: 'Capture dates',
		about: `${count.toLocaleString('en')} photos of 2 MB without a date, from n8n's binary store, with and without the option Capture Date. Medians of ${stage.rounds}; the ratio is the median of those of each round. "In use" is what V8 cannot collect while the node runs, n8n itself included, in a run of its own with ${countInUse} photos.`,
		tables: [{ head: ['', ...runHead, 'in use'], rows: formats.flatMap(({ rows }) => rows) }],
		targets: formats.flatMap(({ targets }) => targets),
		charts: [],
	};
}
