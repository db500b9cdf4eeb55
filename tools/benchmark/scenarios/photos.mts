import { join } from 'node:path';
import type { Uploader } from '../contenders/contender.mts';
import { PeerContender } from '../contenders/peer.mts';
import { RcloneContender } from '../contenders/rclone.mts';
import { makePhotos } from '../files/photos.mts';
import { measured, type Measurement, medianRun } from '../measure/measurement.mts';
import { bars } from '../report/bars.mts';
import { runCells, runHead, seconds } from '../report/numbers.mts';
import { atLeast, atMost, exactly, type Section, type Target } from '../report/section.mts';
import { say, type Stage } from '../stage.mts';

interface Result {
	name: string;
	run: Measurement;
}

/** Uploads many photos with each contender. */
export async function photos(stage: Stage): Promise<Section> {
	const count = stage.quick ? 20 : 200;
	const folder = await makePhotos(join(stage.folder, 'photos'), count, 200_000);
	const { environment } = stage.emulator;
	const rclone = await RcloneContender.in(stage.folder, environment);
	const peer = await PeerContender.in(stage.folder, environment);

	const ofContender = async (contender: Uploader, rounds: number): Promise<Result> => {
		const runs: Measurement[] = [];
		for (let round = 0; round < rounds; round++) {
			const run = await stage.withAccount(
				async (account) => await measured(account, async () => await contender.upload(account, folder)),
			);
			if (run.mediaItems !== count) {
				throw new Error(`${contender.name} made ${run.mediaItems} media items of ${count} photos`);
			}
			say(`  ${contender.name}: ${seconds(run.seconds)}, ${run.calls} calls`);
			runs.push(run);
		}
		return { name: contender.name, run: medianRun(runs) };
	};
	const nothing = await stage.node.nothingAfterReading(folder);
	const floor = await ofContender(stage.floor, stage.rounds);
	const node = await ofContender(stage.node, stage.rounds);
	// These take minutes in which the machine is mostly idle, because they wait for Google: one round, both at once.
	const [ofPeer, ofRclone] = await Promise.all([
		ofContender(peer, 1),
		rclone && ofContender(rclone, 1),
	]);

	const all = [floor, node, ofPeer, ...(ofRclone ? [ofRclone] : [])];
	return {
		title: `${count} photos of 200 kB`,
		about: `${count} photos go into the library, from n8n's binary store or from a folder. The floor is a bare HTTP client under Google's rules: five uploads at once, creates of 50, one at a time, while uploads go on. The other node is used as its users use it, one item per photo. rclone runs with its four transfers at once. Those two ran once and at the same time, on accounts of their own, since they mostly wait; the others are medians of ${stage.rounds}.${ofRclone ? '' : ' There was no rclone on this machine.'}`,
		tables: [
			{
				head: ['', ...runHead],
				rows: all.map(({ name, run }) => [
					name,
					...runCells(run, name === node.name || name === ofPeer.name ? nothing : undefined),
				]),
			},
		],
		targets: targetsOf(count, { node: node.run, floor: floor.run, peer: ofPeer.run, rclone: ofRclone?.run }),
		charts: [
			{
				file: 'photos.svg',
				text: all.map(({ name, run }) => `${name}: ${seconds(run.seconds)}`).join('; '),
				svg: bars(
					`Seconds for ${count} photos`,
					all.map(({ name, run }) => ({
						name,
						value: run.seconds,
						label: seconds(run.seconds),
						ours: name === node.name,
					})),
				),
			},
		],
	};
}

function targetsOf(
	count: number,
	{ node, floor, peer, rclone }: { node: Measurement; floor: Measurement; peer: Measurement; rclone?: Measurement },
): Target[] {
	const times = (other: Measurement) => other.seconds / node.seconds;
	return [
		atMost('time, of the floor', node.seconds / floor.seconds, 1.15, ' ×'),
		atLeast('faster than n8n-nodes-google-photos', times(peer), 30, ' ×'),
		...(rclone ? [atLeast('faster than rclone', times(rclone), 8, ' ×')] : []),
		atMost('calls per photo', node.calls / count, 1.02, ''),
		exactly('creates at once', node.atOnce.creates, 1),
	];
}
