import { seconds } from '../report/numbers.mts';
import { type Effort, type Measurement, median, medianRun } from './measurement.mts';

/** The same work by this node, by the floor, and by a node that does nothing. */
export interface Comparison {
	/** The runs with the median time; CPU time and memory are separate medians. */
	node: Measurement;
	floor: Measurement;
	nothing: Effort;
	/** n8n's HTTP Request node, where it can do the same work. */
	own?: Measurement;
	/** Peak bytes in excess of the node that does nothing. */
	memory: number;
}

/** Lets the contenders work in turn for a number of rounds. @param report receives one line for each round */
export async function compared(
	work: {
		node: () => Promise<Measurement>;
		floor: () => Promise<Measurement>;
		nothing: () => Promise<Effort>;
		own?: () => Promise<Measurement>;
	},
	rounds: number,
	report: (line: string) => void,
): Promise<Comparison> {
	const nodes: Measurement[] = [];
	const floors: Measurement[] = [];
	const baselines: Effort[] = [];
	const owns: Measurement[] = [];
	for (let round = 0; round < rounds; round++) {
		const nothing = await work.nothing();
		const floor = await work.floor();
		const node = await work.node();
		const own = await work.own?.();
		if (own) owns.push(own);
		baselines.push(nothing);
		floors.push(floor);
		nodes.push(node);
		report(
			[`floor ${seconds(floor.seconds)}`, `this node ${seconds(node.seconds)}`]
				.concat(own ? `n8n's own ${seconds(own.seconds)}` : [])
				.join(', '),
		);
	}
	const medianOf = (runs: Measurement[]) => ({ ...medianRun(runs), ...usage(runs) });
	const node = medianOf(nodes);
	const nothing = { seconds: 0, ...usage(baselines) };
	const memory = Math.max(0, node.peakBytes - nothing.peakBytes);
	return { node, floor: medianRun(floors), nothing, memory, ...(owns.length > 0 && { own: medianOf(owns) }) };
}

function usage(efforts: Effort[]): { cpuSeconds: number; peakBytes: number } {
	return {
		cpuSeconds: median(efforts.map(({ cpuSeconds = 0 }) => cpuSeconds)),
		peakBytes: median(efforts.map(({ peakBytes = 0 }) => peakBytes)),
	};
}
