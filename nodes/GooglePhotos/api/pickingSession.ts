import type { IDataObject } from 'n8n-workflow';
import { readResource } from './shapes';
import type { Shape } from './shapes';

/**
 * A picking session as Google sends it. Durations come as `5s`, the count as an int64 string, and what is
 * false is left out; how to poll comes only while nothing is picked.
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

/** @returns undefined if the value, which came in a reply, is no session with an id */
export function pickingSessionIn(json: unknown): PickingSession | undefined {
	return readResource<PickingSession>(json, shape);
}

/**
 * A duration of Google's.
 * https://protobuf.dev/reference/protobuf/google.protobuf/#duration
 *
 * @param duration such as `5s` or `0.5s`
 * @returns seconds; undefined if there is none
 */
export function secondsOf(duration: string | undefined): number | undefined {
	const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(duration ?? '') ?? [];
	return seconds === undefined ? undefined : Number(seconds);
}

/** Whether the user has pressed Done, so that what was picked can be listed. */
export function isFinished(session: PickingSession): boolean {
	return session.mediaItemsSet === true;
}

/**
 * The simplified session that the node hands on: flat, with durations in seconds.
 *
 * @param session as Google sent it
 * @returns keys that Google did not send are left out, except that `finished` is always there
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
