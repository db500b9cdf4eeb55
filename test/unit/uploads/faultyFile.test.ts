/** Create calls that end with a server fault whenever a certain file is in them. */
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { errorText } from '../../support/errorText';
import { albumOf } from '../support/google';
import { disconnected, googleSays } from '../support/httpErrors';
import { createFromUploadTokens } from '../support/operations';
import { runOver } from '../support/runs';
import { tokensOf } from '../support/sentFiles';
import { useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const id = (number: number) => `item of token-${number}`;

/** Creates `count` files in an album. Every call with a bad file ends with a server fault. */
async function create(count: number, bad: (number: number) => boolean, ofFirstHalf?: Error) {
	const google = albumOf(['old']);
	let halves = 0;
	google.fault = ({ what, request }) => {
		const tokens = what.startsWith('create ') ? tokensOf(request) : [];
		if (ofFirstHalf && tokens.length > 0 && tokens.length < count && ++halves === 1) return ofFirstHalf;
		return tokens.some((token) => bad(Number(token.replace('token-', '')))) ? googleSays(500, 'Internal error encountered.') : undefined;
	};
	const items = Array.from({ length: count }, (_, number) => ({ json: { uploadToken: `token-${number}`, fileName: `${number}.jpg` } }));
	const parameters = { album: { mode: 'id', value: 'album' } };
	const outputs = await time.clock.until(createFromUploadTokens(runOver(google, items, { parameters })));
	const errors = outputs.map(({ error }) => error);
	return { google, calls: google.calls, errors };
}

test.each([[[0]], [[17]], [[49]], [[59]], [[0, 1]], [[20, 21, 45]]])('if files %j cause server faults, only they fail, and the others are created in input order', async (bad) => {
	const { google, calls, errors } = await create(60, (number) => bad.includes(number));
	const failed = errors.flatMap((error, number) => (error ? number : []));
	expect(failed).toEqual(bad);
	for (const number of bad) {
		expect(failureOf(errors[number])?.kind).toBe('serverFault');
		expect(errorText(errors[number] as Error)).toMatch(`but the file may be in the library: file "${number}.jpg"`);
	}
	const good = errors.flatMap((error, number) => (error ? [] : id(number)));
	expect(google.entriesOf()).toEqual(['old', ...good]);
	expect(calls.length).toBeLessThanOrEqual(6 + 2 + 12 * bad.length);
});

test.each([
	['a lost connection', disconnected('ECONNRESET', 'socket hang up')],
	['an aborted request', googleSays(409, 'The operation was aborted.')],
])('while the halves are sent, %s is retried', async (_, once) => {
	const { errors } = await create(50, (number) => number === 17, once);
	expect(errors.flatMap((error, number) => (error ? number : []))).toEqual([17]);
});

test('if the server is down, the halves of a batch are not attempted six times each', async () => {
	const { calls, errors } = await create(500, () => true);
	expect(errors.every((error) => failureOf(error)?.kind === 'serverFault')).toBe(true);
	expect(calls.length).toBeLessThanOrEqual(10 * 6 + 8);
});
