import type { INode } from 'n8n-workflow';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import { shownText } from './shownText';

/**
 * Makes the error for the value of a parameter that cannot be used.
 *
 * @param parameter display name
 * @param message what is wrong, in one sentence without a period
 * @param advice what to do
 * @param value what the user gave, where it helps to name it
 */
export type Refuse = (parameter: string, message: string, advice: string, value?: string) => Error;

/** @param about the input item whose parameters are read */
export function refuseFor(node: INode, about: Subject): Refuse {
	return (parameter, message, advice, value) =>
		refusal(node, message, advice, { ...about, parameter, what: value === undefined ? undefined : `"${value}"` });
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
export function shown(value: unknown): string {
	const text = typeof value === 'object' && value !== null ? jsonOf(value) : String(value ?? '');
	return shownText(text).replace(/\p{Surrogate}/gu, '\uFFFD');
}
