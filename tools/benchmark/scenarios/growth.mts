import { join } from 'node:path';
import { NodeContender } from '../contenders/node.mts';
import { makePhotos } from '../files/photos.mts';
import { makeVideos } from '../files/videos.mts';
import type { Comparison } from '../measure/comparison.mts';
import { lines } from '../report/lines.mts';
import { beyond, mebibytes, MEBIBYTE, rowsOf, runHead, seconds, size } from '../report/numbers.mts';
import { atMost, type Section } from '../report/section.mts';
import type { Stage } from '../stage.mts';
import { uploaded } from './uploaded.mts';

/** Measures how time, calls and memory grow with the number of files and with their size. */
export async function growth(stage: Stage): Promise<Section> {
	const counts = stage.quick ? [10, 50, 100] : [10, 50, 200, 500, 1000, 2000];
	const sizes = [1, 10, 100, 1024, 4096].map((mebibyte) => mebibyte * MEBIBYTE).slice(0, stage.quick ? 3 : 5);
	const collecting = await NodeContender.in(stage.folder, stage.emulator.environment, { collecting: true });
	const byCount: Grown[] = [];
	for (const count of counts) {
		const folder = await makePhotos(join(stage.folder, 'photos-to-grow'), count, 20_000);
		const { inUseBytes = 0 } = await stage.withAccount(async (account) => await collecting.upload(account, folder));
		const own = count === counts.at(-1);
		byCount.push({ ...(await uploaded(stage, folder, `${count} photos`, 1, { own })), count, inUseBytes });
	}
	const bySize: Comparison[] = [];
	for (const bytes of sizes) {
		const folder = await makeVideos(join(stage.folder, 'video-to-grow'), 1, bytes);
		bySize.push(await uploaded(stage, folder, size(bytes), 1));
	}
	const [first, last] = [byCount[0] as Grown, byCount.at(-1) as Grown];
	const fifty = byCount[1] as Grown;
	const perPhoto = ({ node, count }: Grown) => node.seconds / count;
	return {
		title: 'How it grows',
		about: `From ${first.count} to ${last.count.toLocaleString('en')} photos of 20 kB, and one video from ${size(sizes[0] ?? 0)} to ${size(sizes.at(-1) ?? 0)}. One run each. At its peak the memory of the process holds garbage that V8 has not come to collect, up to about twice what is in use. "In use" is what V8 cannot collect while the node runs, n8n itself included: in a run of its own, in which V8 has to collect all it can twice a second. n8n's own HTTP Request node, with this package's credential, shows what n8n itself leaves for each request: it sends the bytes of the most photos, which do not become media items.`,
		tables: [
			{
				head: ['photos', ...head, 'in use'],
				rows: byCount.map((one) => [one.count.toLocaleString('en'), ...cells(one), mebibytes(one.inUseBytes)]),
			},
			{
				head: ['', ...runHead],
				rows: rowsOf(`${last.count.toLocaleString('en')} photos`, last),
			},
			{ head: ['one video', ...head], rows: bySize.map((one, index) => [size(sizes[index] ?? 0), ...cells(one)]) },
		],
		targets: [
			atMost(`time per photo, ${last.count} to 50`, perPhoto(last) / perPhoto(fifty), 1.15, ' ×'),
			atMost(`calls per photo of ${last.count}`, last.node.calls / last.count, 1.02, ''),
			atMost(
				`memory for ${last.count} photos, of n8n's HTTP Request node`,
				last.memory / (beyond(last.own?.peakBytes, last.nothing.peakBytes) ?? NaN),
				1,
				' ×',
			),
			atMost(
				`memory in use with ${last.count} photos beyond that with ${first.count}`,
				(last.inUseBytes - first.inUseBytes) / MEBIBYTE,
				32,
				' MiB',
				0,
			),
		],
		charts: [
			{
				file: 'growth.svg',
				text: byCount.map(({ count, node }) => `${count} photos: ${seconds(node.seconds)}`).join('; '),
				svg: lines(
					'Time by number of photos',
					[
						{ name: 'this node', points: byCount.map(({ count, node }) => ({ x: count, y: node.seconds })) },
						{ name: 'the floor', points: byCount.map(({ count, floor }) => ({ x: count, y: floor.seconds })) },
					],
					'photos',
					'seconds',
				),
			},
		],
	};
}

type Grown = Comparison & { count: number; inUseBytes: number };

const head = ['this node', 'the floor', 'ratio', 'calls', 'creates at once', 'CPU', 'memory'];

function cells({ node, floor, nothing, memory }: Comparison): string[] {
	return [
		seconds(node.seconds),
		seconds(floor.seconds),
		(node.seconds / floor.seconds).toFixed(2),
		node.calls.toLocaleString('en'),
		String(node.atOnce.creates),
		seconds(beyond(node.cpuSeconds, nothing.cpuSeconds)),
		mebibytes(memory),
	];
}
