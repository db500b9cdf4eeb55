import { join } from 'node:path';
import type { RecordedRequest } from '../../emulator/control-client.mts';
import { makePhotos } from '../files/photos.mts';
import { measured } from '../measure/measurement.mts';
import { lines } from '../report/lines.mts';
import { runCells, runHead, seconds } from '../report/numbers.mts';
import { atMost, exactly, type Section } from '../report/section.mts';
import { say, type Stage } from '../stage.mts';

/** Uploads more photos than Google accepts in a minute, to see whether the node slows down or keeps getting 429s. */
export async function pace(stage: Stage): Promise<Section> {
	const [count, limit] = stage.quick ? [60, 40] : [1000, 400];
	const folder = await makePhotos(join(stage.folder, 'photos-to-pace'), count, 20_000);
	const run = await stage.withAccount(
		async (account) => {
			const millisecondsOfMinute = Date.now() % 60_000;
			const upload = async () => {
				// The minute of the quota starts when the first upload arrives, about ten seconds later.
				await account.advance(60 - millisecondsOfMinute / 1000);
				return await stage.node.upload(account, folder);
			};
			return await measured(account, upload);
		},
		{ uploadsPerMinute: limit },
	);
	say(`  ${seconds(run.seconds)}, ${run.refused} refused`);
	const uploads = run.requests.filter(({ method }) => method === 'uploads');
	return {
		title: `At most ${limit} uploads a minute`,
		about: `${count} photos of 20 kB, while Google takes ${limit} uploads a minute and answers the others with HTTP 429.`,
		tables: [{ head: ['', ...runHead], rows: [[stage.node.name, ...runCells(run)]] }],
		targets: [
			exactly('media items made', run.mediaItems, count),
			atMost('refused, of the uploads', (run.refused / uploads.length) * 100, 2, ' %', 1),
		],
		charts: [
			{
				file: 'pace.svg',
				text: `${count} uploads in ${seconds(run.seconds)}, ${run.refused} refused`,
				svg: lines(
					'Uploads taken and refused',
					[
						{ name: 'taken', points: completedOverTime(uploads, ({ status }) => status === 200) },
						{ name: 'refused', points: completedOverTime(uploads, ({ status }) => status === 429) },
					],
					'seconds',
					'uploads',
				),
			},
		],
	};
}

/** Number of matching requests that had ended, every five seconds. */
function completedOverTime(
	requests: RecordedRequest[],
	wanted: (request: RecordedRequest) => boolean,
): Array<{ x: number; y: number }> {
	const start = Math.min(...requests.map(({ startedAt }) => startedAt));
	const end = Math.max(...requests.map(({ endedAt }) => endedAt));
	const steps = Math.ceil((end - start) / 5000) + 1;
	return Array.from({ length: steps }, (_none, step) => ({
		x: step * 5,
		y: requests.filter((request) => wanted(request) && request.endedAt <= start + step * 5000).length,
	}));
}
