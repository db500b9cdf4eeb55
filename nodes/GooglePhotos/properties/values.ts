import type { INode } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';

/**
 * Makes the error for the value of a parameter that cannot be used.
 *
 * @param parameter display name
 * @param message what is wrong, in one sentence without a period
 * @param advice what to do
 * @param value what the user gave, where it helps to name it
 */
export type MakeInputError = (parameter: string, message: string, advice: string, value?: string) => Error;

/** @param about the input item whose parameters are read */
export function inputErrorFor(node: INode, about: ErrorContext): MakeInputError {
	return (parameter, message, advice, value) =>
		inputError(node, message, advice, { ...about, parameter, what: value === undefined ? undefined : `"${value}"` });
}

/** What a value is as JSON, if it can be that. */
function jsonOf(value: object): string {
	try {
		return JSON.stringify(value);
	} catch {
		return 'a value that leads in a circle';
	}
}

/** A value as an error quotes it. */
export function quoteValue(value: unknown): string {
	const text = typeof value === 'object' && value !== null ? jsonOf(value) : String(value ?? '');
	return displayText(text).replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** Longer ones make no better error. */
const MAX_TITLE_SHOWN = 100;

/**
 * What a user gave, as errors show it, which agents read too: of a link only the host, since its path, query or
 * sign-in may be a secret, such as that of a shared album.
 */
export function displayText(text: string): string {
	const isLink = /^[a-z][a-z\d+.-]*:\/\//i.test(text);
	if (isLink) return URL.canParse(text) ? new URL(text).host : 'a link';
	return [...text].length > MAX_TITLE_SHOWN ? `${[...text].slice(0, MAX_TITLE_SHOWN).join('')}…` : text;
}

/**
 * The value of a parameter that has a list of choices. Upper and lower case are the same.
 *
 * @param choices as the parameter has them
 * @param parameter display name
 * @throws NodeOperationError if it is none of them, or nothing
 */
export function parseChoice<T extends string>(
	value: unknown,
	choices: readonly T[],
	parameter: string,
	refuse: MakeInputError,
): T {
	const text = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
	const chosen = choices.find((choice) => choice.toLowerCase() === text);
	if (chosen !== undefined) return chosen;
	throw refuse(parameter, 'There is no such choice', `It is one of: ${choices.join(', ')}.`, quoteValue(value));
}

/**
 * The value of a parameter that is a switch: true or false, or one of the two words as text.
 *
 * @param parameter display name
 * @throws NodeOperationError if it is anything else, or nothing
 */
export function parseBoolean(value: unknown, parameter: string, refuse: MakeInputError): boolean {
	if (typeof value === 'boolean') return value;
	const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
	if (text === 'true' || text === 'false') return text === 'true';
	const advice = 'Enter true or false. An expression that gives nothing is neither.';
	throw refuse(parameter, 'This is neither true nor false', advice, quoteValue(value));
}

/** The value of an option that can be added to a form, or its default where it is not added. */
export function optionValue(options: object, name: string, standard: unknown): unknown {
	return name in options ? (options as Record<string, unknown>)[name] : standard;
}

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
export function parseNumber(value: unknown, rules: NumberRules, refuse: MakeInputError): number {
	const { parameter, min, max, whole = false } = rules;
	const number = readNumber(value);
	if (number !== undefined && number >= min && number <= (max ?? Infinity) && (!whole || Number.isInteger(number))) {
		return number;
	}
	const range = max === undefined ? `from ${min} on` : `from ${min} to ${max.toLocaleString('en')}`;
	const kind = `${whole ? 'whole number' : 'number'} ${range}`;
	const advice = `Enter a ${kind}. An expression that gives nothing is not taken for one.`;
	throw refuse(parameter, `This is not a ${kind}`, advice, quoteValue(value));
}

const MINUTE = 60_000;

/**
 * The value of a parameter in minutes, with fractions.
 *
 * @returns milliseconds
 * @throws NodeOperationError if it is no number from 0 on
 */
export function parseMinutes(value: unknown, parameter: string, refuse: MakeInputError): number {
	return parseNumber(value, { parameter, min: 0 }, refuse) * MINUTE;
}
