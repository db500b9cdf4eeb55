import type { INode } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import { shortenedText, shownText } from '../errors/shownText';
import type { ErrorContext } from '../errors/wording';

/**
 * Makes the error for an invalid parameter value.
 *
 * @param parameter display name
 * @param message what is wrong, in one sentence without a period
 * @param advice what to do
 * @param value the given value, if quoting it helps
 */
export type MakeInputError = (parameter: string, message: string, advice: string, value?: string) => Error;

/** @param about the input item whose parameters are read */
export function inputErrorFor(node: INode, about: ErrorContext): MakeInputError {
	return (parameter, message, advice, value) =>
		inputError(node, message, advice, { ...about, parameter, what: value === undefined ? undefined : `"${quoteValue(value)}"` });
}

/** The JSON of a value, of a date only its text; a substitute text if it cannot be serialized. */
function jsonOf(value: object): string {
	try {
		const json = JSON.stringify(value);
		return json.startsWith('"') ? String(JSON.parse(json)) : json;
	} catch {
		return 'a circular value';
	}
}

/** Formats a value for quoting in an error. */
export function quoteValue(value: unknown): string {
	const text = typeof value === 'object' && value !== null ? jsonOf(value) : String(value ?? '');
	return displayText(text);
}

/**
 * Formats user input for errors, which AI agents read too. Of a link, only the host is shown: its path, query or
 * user info may be secret, such as the path of a shared album.
 */
export function displayText(value: string): string {
	const text = shownText(value);
	const isLink = /^[a-z][a-z\d+.-]*:\/\//i.test(text);
	if (isLink) return URL.canParse(text) ? new URL(text).host : 'a link';
	return shortenedText(text);
}

/**
 * Reads a parameter with a list of choices. Case-insensitive.
 *
 * @param choices the values of the parameter's options
 * @param parameter display name
 * @throws NodeOperationError if the value is missing or none of the choices
 */
export function parseChoice<T extends string>(
	value: unknown,
	choices: readonly T[],
	parameter: string,
	createError: MakeInputError,
): T {
	const text = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
	const chosen = choices.find((choice) => choice.toLowerCase() === text);
	if (chosen !== undefined) return chosen;
	throw createError(parameter, 'This is not one of the choices', `Use one of: ${choices.join(', ')}.`, quoteValue(value));
}

/**
 * Reads a boolean parameter: true or false, or either word as text.
 *
 * @param parameter display name
 * @throws NodeOperationError if it is missing or anything else
 */
export function parseBoolean(value: unknown, parameter: string, createError: MakeInputError): boolean {
	if (typeof value === 'boolean') return value;
	const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
	if (text === 'true' || text === 'false') return text === 'true';
	const advice = 'Enter true or false. An expression that returns nothing is neither.';
	throw createError(parameter, 'This is neither true nor false', advice, quoteValue(value));
}

/** The value of an option in a collection, or its default if the user did not add the option. */
export function optionValue(options: object, name: string, defaultValue: unknown): unknown {
	return name in options ? (options as Record<string, unknown>)[name] : defaultValue;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * Reads a number, or text with a decimal number, which an expression may yield. Empty values, booleans, lists and
 * other types are not numbers.
 *
 * @returns undefined if it is not a finite number
 */
export function readNumber(value: unknown): number | undefined {
	if (typeof value !== 'number' && typeof value !== 'string') return undefined;
	const text = String(value).trim();
	const number = Number(text);
	return DECIMAL.test(text) && Number.isFinite(number) ? number : undefined;
}

/** The numbers that a parameter accepts. */
export interface NumberRules {
	/** display name of the parameter */
	parameter: string;
	min: number;
	max?: number;
	/** whether only whole numbers are accepted */
	whole?: boolean;
}

/**
 * Reads a number parameter. The caller supplies the default of a missing value.
 *
 * @throws NodeOperationError if it is not a number, or not one that the rules accept
 */
export function parseNumber(value: unknown, rules: NumberRules, createError: MakeInputError): number {
	const { parameter, min, max, whole = false } = rules;
	const number = readNumber(value);
	if (number !== undefined && number >= min && number <= (max ?? Infinity) && (!whole || Number.isInteger(number))) {
		return number;
	}
	const range = max === undefined ? `from ${min} on` : `from ${min} to ${max.toLocaleString('en')}`;
	const kind = `${whole ? 'whole number' : 'number'} ${range}`;
	const advice = `Enter a ${kind}. An expression that returns nothing is not accepted as one.`;
	throw createError(parameter, `This is not a ${kind}`, advice, quoteValue(value));
}

const MINUTE = 60_000;

/**
 * Reads a parameter in minutes; fractions are accepted.
 *
 * @returns milliseconds
 * @throws NodeOperationError if it is not a number of at least 0
 */
export function parseMinutes(value: unknown, parameter: string, createError: MakeInputError): number {
	return parseNumber(value, { parameter, min: 0 }, createError) * MINUTE;
}
