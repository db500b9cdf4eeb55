import { seconds } from '../report/numbers.mts';
import { type Effort, type Measurement, median, medianRun } from './measurement.mts';

/** The same work by this node, by the floor, and by a node that does nothing in its place. */
export interface Comparison {
	/** The runs whose times are in the middle; CPU time and memory are medians of their own. */
	node: Measurement;
	floor: Measurement;
	nothing: Effort;
	/** n8n's own node for the same work, where there is one. */
	own?: Measurement;
	/** Bytes at the peak beyond those of the node that does nothing. */
	memory: number;
}

/** Lets each do the work in turns, so often. @param report told what came out of each round, in a line */
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
	const nothings: Effort[] = [];
	const owns: Measurement[] = [];
	for (let round = 0; round < rounds; round++) {
		const nothing = await work.nothing();
		const floor = await work.floor();
		const node = await work.node();
		const own = await work.own?.();
		if (own) owns.push(own);
		nothings.push(nothing);
		floors.push(floor);
		nodes.push(node);
		report(
			[`floor ${seconds(floor.seconds)}`, `this node ${seconds(node.seconds)}`]
				.concat(own ? `n8n's own ${seconds(own.seconds)}` : [])
				.join(', '),
		);
	}
	const inTheMiddle = (runs: Measurement[]) => ({ ...medianRun(runs), ...usage(runs) });
	const node = inTheMiddle(nodes);
	const nothing = { seconds: 0, ...usage(nothings) };
	const memory = Math.max(0, node.peakBytes - nothing.peakBytes);
	return { node, floor: medianRun(floors), nothing, memory, ...(owns.length > 0 && { own: inTheMiddle(owns) }) };
}

function usage(efforts: Effort[]): { cpuSeconds: number; peakBytes: number } {
	return {
		cpuSeconds: median(efforts.map(({ cpuSeconds = 0 }) => cpuSeconds)),
		peakBytes: median(efforts.map(({ peakBytes = 0 }) => peakBytes)),
	};
}
