import type { IHttpRequestOptions, NodeApiError } from 'n8n-workflow';
import type { MediaItemResult } from '../../../nodes/GooglePhotos/api/mediaItem';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { cancelSignalOf } from '../../../nodes/GooglePhotos/http/n8nContext';
import type { N8nContext } from '../../../nodes/GooglePhotos/http/n8nContext';
import { createMediaItems } from '../../../nodes/GooglePhotos/uploads/createWithBisection';
import type { CreateOutcome } from '../../../nodes/GooglePhotos/uploads/createWithBisection';
import type { Source, UploadedFile } from '../../../nodes/GooglePhotos/uploads/types';
import { fakeCaller, fakeRun } from './caller';
import { FakeGoogle } from './google';
import { batchOf, sentFile, success } from './sentFiles';
import { MINUTE, SECOND } from './virtualClock';

/** milliseconds */
export const CREATE = 2 * SECOND;
const MAXIMUM_WAIT = 15 * MINUTE;

type Answer = (tokens: string[], call: number) => MediaItemResult[];

/** An account whose create calls take two seconds. @param answer gives the results of a call, or throws its error */
export function slowGoogle(answer: Answer = (tokens) => tokens.map(success)): FakeGoogle {
	const google = new FakeGoogle();
	google.takes = () => CREATE;
	google.results = ({ newMediaItems }) =>
		answer(newMediaItems.map(({ simpleMediaItem }) => simpleMediaItem.uploadToken), google.calls.length);
	return google;
}

/** How many files the executions of an account have had. */
const files = new WeakMap<FakeGoogle, number>();

function nextFile(google: FakeGoogle): number {
	const number = files.get(google) ?? 0;
	files.set(google, number + 1);
	return number;
}

export interface Execution {
	outcomes: Promise<CreateOutcome[]>;
	cancel: () => void;
	files: UploadedFile[];
}

export interface Wanted {
	files?: number;
	credentialId: string;
	name?: string;
	source?: Partial<Source>;
	maximumWait?: number;
	settings?: OperationContext['settings'];
	signIn?: string;
	/** what the sign-in was granted, where that is not everything */
	scope?: string;
}

/** An execution whose bytes are sent; what it gets are `token 0`, `token 1` and so on, over all executions of one Google. */
export function execution(google: FakeGoogle, wanted: Wanted): Execution {
	const { files: count = 1, credentialId, name = 'Google Photos', source, maximumWait = MAXIMUM_WAIT } = wanted;
	const controller = new AbortController();
	const { signal } = controller;
	const caller = fakeCaller({ credentialId, signal, scope: wanted.scope });
	const node = { ...caller.getNode(), name };
	const context = {
		getNode: () => node,
		helpers: {
			// n8n takes the signal from the context, and has taken that of an execution that is over apart
			async httpRequestWithAuthentication(this: N8nContext, _credential: string, request: IHttpRequestOptions) {
				if (signal.aborted) throw new Error('No bridge acquired for this context');
				const body = await google.respond({ ...request, abortSignal: cancelSignalOf(this) });
				return { statusCode: 200, headers: {}, body };
			},
		},
		...(wanted.signIn !== undefined && {
			getCredentials: async () => ({ oauthTokenData: { refresh_token: wanted.signIn } }),
		}),
	};
	const run = { ...fakeRun({ ...caller, ...context } as unknown as N8nContext), settings: wanted.settings ?? {} };
	const own = Array.from({ length: count }, () => sentFile(nextFile(google), source));
	const outcomes = createMediaItems(run, batchOf(own), { maximumWait });
	return {
		files: own,
		cancel: () => controller.abort(),
		outcomes: outcomes.then((all) => own.map((file) => all.get(file) as CreateOutcome)),
	};
}

export const idsOf = (created: CreateOutcome[]) =>
	created.map((one) => ('mediaItem' in one ? one.mediaItem.id : undefined));

export const errorsOf = (created: CreateOutcome[]) =>
	created.map((one) => ('error' in one ? (one.error as NodeApiError) : undefined));

export const outcomesOf = async (executions: Execution[]) =>
	await Promise.all(executions.map(async ({ outcomes }) => await outcomes));

/** The upload tokens of these numbers, and the ids of what becomes of them. */
export const tokens = (...these: number[]) => these.map((number) => `token ${number}`);
export const items = (...these: number[]) => these.map((number) => `item of token ${number}`);
