import { shown } from './refuse';
import type { Refuse } from './refuse';

/**
 * The value of a parameter that has a list of choices. Upper and lower case are the same.
 *
 * @param choices as the parameter has them
 * @param parameter display name
 * @throws NodeOperationError if it is none of them, or nothing
 */
export function choiceOf<T extends string>(
	value: unknown,
	choices: readonly T[],
	parameter: string,
	refuse: Refuse,
): T {
	const text = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
	const chosen = choices.find((choice) => choice.toLowerCase() === text);
	if (chosen !== undefined) return chosen;
	throw refuse(parameter, 'There is no such choice', `It is one of: ${choices.join(', ')}.`, shown(value));
}

/**
 * The value of a parameter that is a switch: true or false, or one of the two words as text.
 *
 * @param parameter display name
 * @throws NodeOperationError if it is anything else, or nothing
 */
export function switchOf(value: unknown, parameter: string, refuse: Refuse): boolean {
	if (typeof value === 'boolean') return value;
	const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
	if (text === 'true' || text === 'false') return text === 'true';
	const advice = 'Enter true or false. An expression that gives nothing is neither.';
	throw refuse(parameter, 'This is neither true nor false', advice, shown(value));
}

/** The value of an option that can be added to a form, or its default where it is not added. */
export function optionIn(options: object, name: string, standard: unknown): unknown {
	return name in options ? (options as Record<string, unknown>)[name] : standard;
}
