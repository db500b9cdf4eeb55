import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { inputErrorFor, optionValue, parseNumber } from '../GooglePhotos/properties/parseValues';
import type { Feed } from './feed';
import type { TriggerState } from './state';

const HOUR = 60 * 60 * 1000;

/**
 * The option Full Check Every: how often the whole list is read.
 *
 * @returns milliseconds
 * @throws NodeOperationError if the value is not a number of at least 0
 */
export function fullCheckOf(context: IPollFunctions): number {
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const rules = { parameter: 'Full Check Every (Hours)', min: 0 };
	return parseNumber(optionValue(options, 'fullCheckEvery', 24), rules, inputErrorFor(context.getNode(), {})) * HOUR;
}

/**
 * Whether the whole list is to be read in this poll: the last full scan is too old, or the credential has a new sign-in.
 *
 * @param now when the poll began, in milliseconds since 1970
 * @param interval milliseconds between full scans
 */
export function isFullCheckDue({ signIn, checkedAt }: TriggerState, feed: Feed, now: number, interval: number): boolean {
	return signIn !== feed.signIn || now - checkedAt >= interval;
}
