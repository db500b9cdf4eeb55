import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '../accounts/account.mts';
import type { Traffic } from '../accounts/journal.mts';
import type { Fault } from '../control-types.mts';
import { ConnectionCut, type Answer, type Exchange, type Interruption } from './exchange.mts';
import { GoogleError, html, json, statusNameOf } from './google-error.mts';

/** A request whose method and account are known. */
export interface Call {
	/** Method id without prefix, as in faults and counts. */
	method: string;
	traffic: Traffic;
	account: Account | undefined;
	/** Carries out the request. */
	act(fault?: Fault): Promise<Answer> | Answer;
	/** Formats an error as this front end does. */
	refuse(error: GoogleError): Answer;
}

const pieceBeforeCut = 64 * 1024;

/** Serves one call: records it, delays it, and applies the fault that is planned for it. */
export async function serve(exchange: Exchange, call: Call): Promise<void> {
	const { account } = call;
	const record = account?.journal.begin({
		method: call.method,
		traffic: call.traffic,
		httpMethod: exchange.httpMethod,
		host: exchange.url.hostname,
		path: call.traffic === 'bytes' ? '/lr/…' : exchange.path,
		query: queryOf(exchange.url.searchParams),
		requestBytes: 0,
		responseBytes: 0,
		hadBearer: exchange.header('authorization') !== undefined,
	});
	exchange.record = record;
	let status = 0;
	try {
		status = await answer(exchange, call, account?.faults.next(call.method));
	} catch {
		exchange.cut(); // A planned cut, or the client has disconnected.
	} finally {
		if (record) account?.journal.end(record, status);
	}
}

async function answer(exchange: Exchange, call: Call, fault: Fault | undefined): Promise<number> {
	const latency = call.account?.switches.latencyMs ?? 0;
	if (latency > 0) await sleep(latency);
	if (fault?.kind === 'reset-before') throw new ConnectionCut();
	if (fault?.kind === 'stall') await sleep((fault.seconds ?? 0) * 1000);
	if (fault?.kind === 'reset-during') {
		const length = Number(exchange.header('content-length') ?? 2 * pieceBeforeCut);
		exchange.cutAfter = fault.bytes ?? Math.floor(length / 2);
		if (length === 0) throw new ConnectionCut();
	}
	const reply = replyOfFault(call, fault) ?? (await acted(call, fault));
	if (fault?.kind === 'late') {
		await exchange.text();
		setTimeout(() => void acted(call, fault), (fault.seconds ?? 0) * 1000).unref();
	}
	if (fault?.kind === 'reset-after' || fault?.kind === 'reset-during') throw new ConnectionCut();
	// The request counts as ended before its reply is sent, because the client may start the next write on receiving
	// it.
	if (exchange.record && call.traffic !== 'bytes')
		call.account?.journal.end(exchange.record, reply.status);
	await exchange.send(reply, interruptionOf(fault));
	return reply.status;
}

function interruptionOf(fault: Fault | undefined): Interruption | undefined {
	if (fault?.kind === 'truncate') return 'cut';
	return fault?.kind === 'pause' ? { pauseSeconds: fault.seconds ?? 0 } : undefined;
}

async function acted(call: Call, fault: Fault | undefined): Promise<Answer> {
	try {
		return await call.act(fault);
	} catch (error) {
		if (error instanceof GoogleError) return call.refuse(error);
		if (error instanceof ConnectionCut || isAborted(error)) throw error;
		process.stderr.write(`${call.method}: ${error instanceof Error ? error.stack : error}\n`);
		return call.refuse(new GoogleError('INTERNAL', 'Internal error encountered.'));
	}
}

/** The reply of a fault that replaces the service's reply. */
function replyOfFault(call: Call, fault: Fault | undefined): Answer | undefined {
	if (fault?.kind === 'html') return { ...html(200, 'Something went wrong.'), status: 200 };
	if (fault?.kind === 'empty') return { status: 200 };
	if (fault?.kind !== 'status' && fault?.kind !== 'late') return undefined;
	const { status = 500, body, headers } = fault;
	if (body === undefined) {
		const name = statusNameOf(status);
		const message = name === 'INTERNAL' ? 'Internal error encountered.' : `Refused: ${name}.`;
		const made = call.refuse(new GoogleError(name, message, { httpStatus: status }));
		return { ...made, headers: { ...made.headers, ...headers } };
	}
	if (typeof body !== 'string') return json(body, status, headers);
	return { status, body, headers: { 'content-type': 'text/plain; charset=UTF-8', ...headers } };
}

function isAborted(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}

/** The query parameters to record, without secrets. */
function queryOf(parameters: URLSearchParams): Record<string, string | string[]> {
	const query: Record<string, string | string[]> = {};
	for (const name of new Set(parameters.keys())) {
		const values = parameters.getAll(name);
		const hidden = name === 'access_token' || name === 'upload_id';
		query[name] = hidden ? '…' : values.length === 1 ? (values[0] ?? '') : values;
	}
	return query;
}
