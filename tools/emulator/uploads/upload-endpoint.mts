import type { Account } from '../accounts/account.mts';
import type { Accounts } from '../accounts/accounts.mts';
import { scopes } from '../accounts/scopes.mts';
import { checkService, countRequest, countUpload } from '../api/admission.mts';
import type { Answer, Exchange } from '../http/exchange.mts';
import { GoogleError, invalid } from '../http/google-error.mts';
import type { Call } from '../http/serve.mts';
import { googleHosts } from '../network/google-hosts.mts';
import { receiveRaw } from './raw-upload.mts';
import { UploadSession } from './upload-session.mts';

const sessions = new Map<string, UploadSession>();

/** Commands of the resumable protocol: `upload, finalize`, in any case, with or without the space. */
function commandsOf(exchange: Exchange): string[] {
	const commands = exchange.header('x-goog-upload-command') ?? '';
	return commands
		.toLowerCase()
		.split(',')
		.map((command) => command.trim())
		.filter(Boolean);
}

export function isUpload(exchange: Exchange): boolean {
	const isSend = exchange.httpMethod === 'POST' || exchange.httpMethod === 'PUT';
	return isSend && exchange.path === '/v1/uploads';
}

/** Routes a request to the upload endpoint, which is a separate front end with its own error format. */
export function uploadCall(exchange: Exchange, accounts: Accounts): Call {
	const { accessToken = '' } = exchange;
	const account = accounts.ofToken(accessToken);
	const commands = commandsOf(exchange);
	return {
		method: methodOf(exchange, commands),
		traffic: 'upload',
		account,
		refuse: (error) => fromUploadServer(error.toUploadAnswer()),
		act: async () => {
			const grant = account?.tokens.check(accessToken);
			// Google gives the same reply for an invalid token and for one without the scope.
			if (!account || !grant?.scopes.includes(scopes.append))
				throw new GoogleError('UNAUTHENTICATED', 'Authentication session is not defined.');
			checkService(account);
			countRequest(account);
			return fromUploadServer(await act(exchange, account, commands));
		},
	};
}

function methodOf(exchange: Exchange, commands: string[]): string {
	if (commands.includes('start')) return 'uploads.start';
	if (!exchange.url.searchParams.has('upload_id')) return 'uploads';
	if (commands.includes('upload')) return 'uploads.data';
	return `uploads.${commands[0] ?? 'unknown'}`;
}

async function act(exchange: Exchange, account: Account, commands: string[]): Promise<Answer> {
	if (commands.includes('start')) return start(exchange, account);
	const id = exchange.url.searchParams.get('upload_id');
	if (id !== null) return await continueSession(exchange, sessionOf(id, account), commands);
	if (exchange.header('x-goog-upload-protocol')?.toLowerCase() === 'resumable')
		throw invalid('Invalid upload command.');
	countUpload(account);
	return plain(await receiveRaw(exchange, account));
}

function start(exchange: Exchange, account: Account): Answer {
	countUpload(account);
	for (const [id, old] of sessions) if (old.isExpired) forget(id, old);
	const session = new UploadSession(account, exchange);
	sessions.set(session.id, session);
	const url = `https://${googleHosts.library}/v1/uploads?upload_id=${session.id}&upload_protocol=resumable`;
	return plain('', {
		'x-goog-upload-url': url,
		'x-goog-upload-control-url': url,
		'x-goog-upload-chunk-granularity': String(account.switches.granularity),
		'x-goog-upload-status': 'active',
	});
}

function sessionOf(id: string, account: Account): UploadSession {
	const session = sessions.get(id);
	if (session?.account !== account || session.isExpired)
		throw new GoogleError('NOT_FOUND', 'Upload session was not found.');
	return session;
}

function forget(id: string, session: UploadSession): void {
	sessions.delete(id);
	void session.cancel();
}

async function continueSession(
	exchange: Exchange,
	session: UploadSession,
	commands: string[],
): Promise<Answer> {
	const { switches } = session.account;
	const finalizes = commands.includes('finalize');
	if (commands.includes('query')) {
		const again = session.status === 'final' && switches.queryOnFinalReturnsToken;
		return plain(again ? (session.token ?? '') : '', statusHeaders(session));
	}
	if (commands.includes('cancel')) {
		await session.cancel();
		return plain('', statusHeaders(session));
	}
	if (commands.includes('upload')) await session.receive(exchange, finalizes);
	else if (!finalizes || !switches.finalizeAlone) throw invalid('Invalid upload command.');
	return plain(finalizes ? await session.finalize() : '', statusHeaders(session));
}

function statusHeaders({ status, received }: UploadSession): Record<string, string> {
	return {
		'x-goog-upload-status': status,
		...(status === 'active' ? { 'x-goog-upload-size-received': String(received) } : {}),
	};
}

function plain(body: string, headers: Record<string, string> = {}): Answer {
	return {
		status: 200,
		headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
		body,
	};
}

function fromUploadServer(answer: Answer): Answer {
	return { ...answer, headers: { server: 'UploadServer', ...answer.headers } };
}
