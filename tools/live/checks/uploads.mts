import type { Check } from '../check.mts';
import type { Google, Reply } from '../google.mts';

/** https://developers.google.com/photos/library/guides/resumable-uploads */
export const uploads: Check[] = [
	{
		question: 'uploads: no bytes at all',
		expected: 'HTTP 400, code 3',
		ask: async ({ google }) => refusal(await google.upload({ 'x-goog-upload-protocol': 'raw' })),
	},
	{
		question: 'uploads: a wrong access token',
		expected: 'HTTP 401, code 16',
		ask: async ({ google }) => {
			const headers = { 'x-goog-upload-protocol': 'raw', authorization: 'Bearer none' };
			return refusal(await google.upload(headers, Buffer.from('x')));
		},
	},
	{
		question: 'resumable uploads: the granularity of pieces',
		expected: '262144 bytes',
		settles: { name: 'granularity', answers: { '262144 bytes': 262144, '524288 bytes': 524288 } },
		ask: async ({ google }) => `${(await begin(google, 8)).headers.get('x-goog-upload-chunk-granularity')} bytes`,
	},
	{
		question: 'resumable uploads: a piece at a wrong offset',
		expected: 'HTTP 412',
		settles: { name: 'offsetMismatch', answers: { 'HTTP 412': 412, 'HTTP 409': 409 } },
		ask: async ({ google }) => {
			const { status } = await send(google, await sessionOf(google, 8), 'upload, finalize', 'later', 4);
			return `HTTP ${status}`;
		},
	},
	{
		question: 'resumable uploads: a query after all bytes are in',
		expected: 'the upload token comes again',
		settles: {
			name: 'queryOnFinalReturnsToken',
			answers: { 'the upload token comes again': true, 'no upload token': false },
		},
		ask: async ({ google }) => {
			const session = await sessionOf(google, 8);
			const first = await send(google, session, 'upload, finalize', '8 bytes!');
			const again = await google.upload({ 'x-goog-upload-command': 'query' }, undefined, session);
			return again.body === first.body ? 'the upload token comes again' : 'no upload token';
		},
	},
	{
		question: 'resumable uploads: "finalize" by itself',
		expected: 'gives the upload token',
		settles: { name: 'finalizeAlone', answers: { 'gives the upload token': true, 'HTTP 400': false } },
		ask: async ({ google }) => {
			const piece = 'x'.repeat(262_144);
			const session = await sessionOf(google, piece.length);
			await send(google, session, 'upload', piece);
			const { status, body } = await google.upload({ 'x-goog-upload-command': 'finalize' }, undefined, session);
			return status === 200 && typeof body === 'string' && body !== '' ? 'gives the upload token' : `HTTP ${status}`;
		},
	},
];

function refusal({ status, body }: Reply): string {
	const { code } = (body ?? {}) as { code?: unknown };
	return typeof code === 'number' ? `HTTP ${status}, code ${code}` : `HTTP ${status}`;
}

async function begin(google: Google, size: number): Promise<Reply> {
	const reply = await google.upload({
		'x-goog-upload-command': 'start',
		'x-goog-upload-content-type': 'image/jpeg',
		'x-goog-upload-protocol': 'resumable',
		'x-goog-upload-raw-size': String(size),
	});
	if (reply.status !== 200) throw new Error(`The upload did not start: HTTP ${reply.status}`);
	return reply;
}

async function sessionOf(google: Google, size: number): Promise<string> {
	return (await begin(google, size)).headers.get('x-goog-upload-url') ?? '';
}

async function send(google: Google, session: string, command: string, text: string, offset = 0): Promise<Reply> {
	const headers = { 'x-goog-upload-command': command, 'x-goog-upload-offset': String(offset) };
	return await google.upload(headers, Buffer.from(text), session);
}
