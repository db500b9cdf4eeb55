import type { IDataObject } from 'n8n-workflow';
import { readResource } from './fieldTypes';
import type { Shape } from './fieldTypes';

/**
 * A picking session as Google sends it. Durations are strings such as `5s`, the count is an int64 string, and false
 * values are omitted. `pollingConfig` is present only while nothing is picked.
 * https://developers.google.com/photos/picker/reference/rest/v1/sessions
 */
export interface PickingSession {
	id: string;
	pickerUri?: string;
	pollingConfig?: { pollInterval?: string; timeoutIn?: string };
	expireTime?: string;
	pickingConfig?: { maxItemCount?: string };
	mediaItemsSet?: boolean;
}

const shape: Shape = {
	pickerUri: 'text',
	pollingConfig: { pollInterval: 'text', timeoutIn: 'text' },
	expireTime: 'text',
	pickingConfig: { maxItemCount: 'int64' },
	mediaItemsSet: 'boolean',
};

/** @returns the session in a value of a reply; undefined if the value is not an object with an id */
export function pickingSessionIn(json: unknown): PickingSession | undefined {
	return readResource<PickingSession>(json, shape);
}

/**
 * Parses a duration in Google's JSON format.
 * https://protobuf.dev/reference/protobuf/google.protobuf/#duration
 *
 * @param duration such as `5s` or `0.5s`
 * @returns seconds; undefined if the text is missing or no duration
 */
export function secondsOf(duration: string | undefined): number | undefined {
	const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(duration ?? '') ?? [];
	return seconds === undefined ? undefined : Number(seconds);
}

/** Whether the user has pressed Done, so that the picked media items can be listed. */
export function isFinished(session: PickingSession): boolean {
	return session.mediaItemsSet === true;
}

/**
 * Simplified session for the node's output: flat, with durations in seconds.
 *
 * @param session as Google sent it
 * @returns only keys whose values Google sent, and always `finished`
 */
export function simplifiedSession(session: PickingSession): IDataObject {
	const { pollingConfig, pickingConfig } = session;
	const most = pickingConfig?.maxItemCount;
	const simple: IDataObject = {
		id: session.id,
		pickerUri: session.pickerUri,
		finished: isFinished(session),
		expireTime: session.expireTime,
		pollIntervalSeconds: secondsOf(pollingConfig?.pollInterval),
		timeoutSeconds: secondsOf(pollingConfig?.timeoutIn),
		maxItemCount: most === undefined ? undefined : Number(most),
	};
	return Object.fromEntries(Object.entries(simple).filter(([, value]) => value !== undefined));
}
