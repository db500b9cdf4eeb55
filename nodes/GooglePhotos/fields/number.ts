import { shown } from './refuse';
import type { Refuse } from './refuse';

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * The number that a value is: an expression may give it as text. Nothing, a switch, a list and the like are none.
 *
 * @returns undefined if it is no finite number
 */
export function readNumber(value: unknown): number | undefined {
	if (typeof value !== 'number' && typeof value !== 'string') return undefined;
	const text = String(value).trim();
	const number = Number(text);
	return DECIMAL.test(text) && Number.isFinite(number) ? number : undefined;
}

/** Which numbers a parameter takes. */
export interface NumberRules {
	/** display name of the parameter */
	parameter: string;
	min: number;
	max?: number;
	/** whether only whole numbers make sense */
	whole?: boolean;
}

/**
 * The value of a parameter that is a number. One that is not there is for the caller to give its default.
 *
 * @throws NodeOperationError if it is no number, or none that the parameter takes
 */
export function numberOf(value: unknown, rules: NumberRules, refuse: Refuse): number {
	const { parameter, min, max, whole = false } = rules;
	const number = readNumber(value);
	if (number !== undefined && number >= min && number <= (max ?? Infinity) && (!whole || Number.isInteger(number))) {
		return number;
	}
	const range = max === undefined ? `from ${min} on` : `from ${min} to ${max.toLocaleString('en')}`;
	const kind = `${whole ? 'whole number' : 'number'} ${range}`;
	const advice = `Enter a ${kind}. An expression that gives nothing is not taken for one.`;
	throw refuse(parameter, `This is not a ${kind}`, advice, shown(value));
}

const MINUTE = 60_000;

/**
 * The value of a parameter in minutes, with fractions.
 *
 * @returns milliseconds
 * @throws NodeOperationError if it is no number from 0 on
 */
export function minutesOf(value: unknown, parameter: string, refuse: Refuse): number {
	return numberOf(value, { parameter, min: 0 }, refuse) * MINUTE;
}
