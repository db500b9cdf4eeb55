import type { IDataObject } from 'n8n-workflow';
import { clock } from '../concurrency/clock';
import type { OperationContext } from '../execution/context';
import type { Edit } from '../files/captureDate';
import { addedBytes } from '../files/editedContent';
import { parseCaptureDateOption } from '../properties/captureDate';
import type { WantedCaptureDate } from '../properties/captureDate';
import { inputErrorFor } from '../properties/parseValues';
import type { Source } from './types';

/**
 * The option Capture Date of an item.
 *
 * @throws NodeOperationError if it is not a date
 */
export function captureDateFor(context: OperationContext, position: number): WantedCaptureDate | undefined {
	return parseCaptureDateOption(context.parameter<IDataObject>('options', position, {}), {
		zone: () => context.n8n.getTimezone(),
		now: () => clock.now(),
		createError: inputErrorFor(context.node, { item: context.indexOf(position) }),
	});
}

type Planned = Pick<Source, 'datePlan'>;

/** What is changed in the bytes of a file while they are sent. */
export function editsOf({ datePlan }: Planned): Edit[] {
	return datePlan?.outcome === 'written' ? datePlan.edits : [];
}

/** Bytes of the file in n8n, before its capture date is written. */
export function sourceSize(source: Source): number {
	return source.size - addedBytes(editsOf(source));
}

/** Output of the option; empty if the user did not add it. */
export function captureDateOutput({ datePlan }: Planned): IDataObject {
	if (!datePlan) return {};
	return {
		captureDate: datePlan.outcome,
		...(datePlan.outcome === 'notPossible' && { captureDateReason: datePlan.reason }),
	};
}
