import type { IDataObject, IHttpRequestOptions, INodeExecutionData } from 'n8n-workflow';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { fakeCaller, fakeRun, PICK } from './caller';
import { googleSays, refused } from './httpErrors';
import type { VirtualClock } from './virtualClock';

interface Session {
	/** when the user presses Done, in milliseconds from the beginning; never if left out */
	doneAt?: number;
	/** what Google says of polling */
	expireTime?: string;
	pollingConfig?: { pollInterval?: string; timeoutIn?: string };
	picks?: string[];
	/** page token of every page of the picks */
	nextPageToken?: string;
	/** what is answered instead */
	refusal?: Error;
}

/** Picking sessions in virtual time. */
export class FakePicking {
	/** every request with the time at which it came, in milliseconds from the beginning */
	readonly asked: Array<{ at: number; what: string }> = [];

	constructor(
		private readonly clock: VirtualClock,
		private readonly sessions: Record<string, Session>,
	) {}

	/** A run with one input item per session. */
	run(parameters: IDataObject = {}, options: { signal?: AbortSignal; continueOnFail?: boolean } = {}): OperationContext {
		const items: INodeExecutionData[] = Object.keys(this.sessions).map((id) => ({ json: { id } }));
		const caller = fakeCaller({ scope: PICK, signal: options.signal, respond: (request) => this.respond(request) });
		const run = fakeRun(caller, parameters, items);
		return {
			...run,
			continueOnFail: options.continueOnFail ?? true,
			parameter: <T>(name: string, position: number, fallback: T) =>
				name === 'sessionId' ? (items[position].json.id as T) : run.parameter(name, position, fallback),
		};
	}

	/** When a session was asked for. */
	polls(id: string): number[] {
		return this.asked.filter(({ what }) => what === `GET ${id}`).map(({ at }) => at);
	}

	private respond({ method, url, qs }: IHttpRequestOptions): object {
		const at = this.clock.elapsed;
		const id = decodeURIComponent(new URL(url).pathname.split('/')[3] ?? '');
		this.asked.push({ at, what: `${method} ${id || 'list'}` });
		const session = this.sessions[id || String(qs?.sessionId)];
		if (!session) throw googleSays(404, 'Requested entity was not found.');
		if (session.refusal) throw session.refusal;
		if (method === 'DELETE') return {};
		const done = session.doneAt !== undefined && at >= session.doneAt;
		if (id) return done ? { id, mediaItemsSet: true } : { id, pollingConfig: session.pollingConfig, expireTime: session.expireTime };
		if (!done) throw refused(400, { error: { code: 400, status: 'FAILED_PRECONDITION', message: '' } });
		const { picks = ['pick'], nextPageToken } = session;
		return { mediaItems: picks.map((pick) => ({ id: pick, type: 'PHOTO' })), nextPageToken };
	}
}
