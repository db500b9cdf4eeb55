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

/** The misbehaviour that is still to come on one account. */
export class FaultPlan {
	private planned: Planned[] = [];

	/** @returns a text that says what is wrong with the fault, if anything is. */
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

	/** The fault for a call of this method, if one is due. Every matching one before it counts the call. */
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

/** `uploads` means raw uploads and every step of a resumable one. */
function matches(wanted: string, method: string): boolean {
	return (
		wanted === '*' || wanted === method || (wanted === 'uploads' && method.startsWith('uploads.'))
	);
}
