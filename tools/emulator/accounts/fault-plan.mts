import type { Fault, FaultKind } from '../control-types.mts';

const kinds: readonly FaultKind[] = [
	'status',
	'late',
	'reset-before',
	'reset-during',
	'reset-after',
	'stall',
	'pause',
	'truncate',
	'html',
	'empty',
	'item-status',
];

interface Planned {
	fault: Fault;
	skip: number;
	times: number;
}

/** The faults that an account still has to answer with. */
export class FaultPlan {
	private planned: Planned[] = [];

	/** @returns an error message if the fault is invalid */
	add(fault: Fault): string | undefined {
		if (typeof fault?.method !== 'string') return 'A fault needs a method';
		if (!kinds.includes(fault.kind)) return `A fault needs a kind: ${kinds.join(', ')}`;
		if ((fault.kind === 'status' || fault.kind === 'late') && !fault.status)
			return `A fault of kind ${fault.kind} needs a status`;
		if (['stall', 'pause', 'late'].includes(fault.kind) && !fault.seconds)
			return `A fault of kind ${fault.kind} needs seconds`;
		if (fault.kind === 'item-status' && !fault.code)
			return 'A fault of kind item-status needs a code';
		this.planned.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
		return undefined;
	}

	/** The fault for a call of this method, if one is due. Counts the call for each matching fault up to that one. */
	next(method: string): Fault | undefined {
		for (const planned of this.planned) {
			if (!matches(planned.fault.method, method)) continue;
			if (planned.skip-- > 0) continue;
			planned.times--;
			if (planned.times <= 0) this.planned = this.planned.filter((other) => other !== planned);
			return planned.fault;
		}
		return undefined;
	}

	clear(): void {
		this.planned = [];
	}
}

/** `uploads` matches raw uploads and every request of a resumable upload. */
function matches(wanted: string, method: string): boolean {
	return (
		wanted === '*' || wanted === method || (wanted === 'uploads' && method.startsWith('uploads.'))
	);
}
