import type { INodeExecutionData } from 'n8n-workflow';
import type { OperationContext } from '../execution/context';
import type { Entry } from './collectFiles';

/** Maximum number of reasons in the hint. */
const MAX_REASONS = 5;

/**
 * Shows a hint that counts the sent files whose capture date could not be written, by reason.
 *
 * @param outputs the output item of each entry
 */
export function hintUndated(context: OperationContext, entries: Entry[], outputs: INodeExecutionData[]): void {
	const counts = new Map<string, number>();
	for (const [index, entry] of entries.entries()) {
		const plan = 'source' in entry && !outputs[index].error ? entry.source.datePlan : undefined;
		if (plan?.outcome === 'notPossible') counts.set(plan.reason, (counts.get(plan.reason) ?? 0) + 1);
	}
	if (counts.size === 0) return;
	const reasons = [...counts].sort(([, one], [, other]) => other - one);
	const total = reasons.reduce((sum, [, count]) => sum + count, 0);
	const named = reasons.slice(0, MAX_REASONS).map(([reason, count]) => `${reason} (${count})`);
	const list = [...named, ...(reasons.length > MAX_REASONS ? ['and others'] : [])].join('; ');
	context.hint(`Files sent unchanged, because the capture date could not be written into them: ${total}. Reason: ${list}.`);
}
