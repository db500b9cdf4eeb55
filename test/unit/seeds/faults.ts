import type { Random } from './random';

/** Kind of a request: determines which faults it can have. */
export type RequestKind = 'raw' | 'start' | 'body' | 'query' | 'write' | 'create' | 'read' | 'bytes';

/** Fault of a request. */
export type Fault =
	| { kind: 'refused' | 'reset before' | 'reset during' | 'reply lost' | 'stall' }
	| { kind: 'html' | 'empty' | 'wrong json' | 'redirect' | 'expired token' | 'truncated' }
	| { kind: 'sessions gone' | 'upload tokens gone' }
	| { kind: 'status'; status: number; message: string }
	| { kind: 'item codes'; codes: number[] };

const statuses: Array<[number, string]> = [
	[408, 'Request timed out.'],
	[409, 'The operation was aborted.'],
	[429, "Quota exceeded for quota 'concurrent write request' of service 'photoslibrary.googleapis.com'."],
	[429, "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per user'."],
	[400, 'Insufficient tokens for quota UploadsPerMinute'],
	[500, 'Internal error encountered.'],
	[502, 'Bad Gateway'],
	[503, 'The service is currently unavailable.'],
	[504, 'Deadline exceeded.'],
];

/** Faults that end an execution: no further request can succeed. */
export const endings: Array<[number, string]> = [
	[429, "Quota exceeded for quota metric 'All requests' and limit 'All requests per day'"],
	[400, "The remaining storage in the user's account is not enough to perform this operation."],
	[403, 'Request had insufficient authentication scopes.'],
];

const everywhere = ['refused', 'reset before', 'reply lost', 'stall', 'html', 'redirect', 'expired token'] as const;

const more: Record<RequestKind, ReadonlyArray<Extract<Fault, { kind: string }>['kind']>> = {
	raw: ['reset during', 'empty'],
	start: ['empty'],
	body: ['reset during', 'reset during', 'empty', 'sessions gone'],
	query: ['sessions gone', 'empty'],
	write: ['wrong json'],
	create: ['wrong json', 'item codes', 'item codes', 'upload tokens gone'],
	read: ['wrong json'],
	bytes: ['truncated', 'reset during'],
};

/** A random fault that a request of this kind can have. @param endingsToo includes faults that end the execution */
export function anyFault(kind: RequestKind, random: Random, endingsToo: boolean): Fault {
	if (endingsToo && random.chance(0.03)) return statusFault(random.pick(endings));
	if (random.chance(0.4)) return statusFault(random.pick(statuses));
	const chosen = random.pick([...everywhere, ...more[kind]]);
	if (chosen === 'item codes') return { kind: chosen, codes: [random.pick([8, 10, 13, 14]), random.int(0, 49)] };
	return { kind: chosen } as Fault;
}

function statusFault([status, message]: [number, string]): Fault {
	return { kind: 'status', status, message };
}
