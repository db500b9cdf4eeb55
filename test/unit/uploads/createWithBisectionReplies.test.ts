/** Unexpected replies of Google to a create call. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { cacheAlbum, getCachedAlbum, idKey } from '../../../nodes/GooglePhotos/albums/cache';
import { failureOf, inputError } from '../../../nodes/GooglePhotos/errors/nodeError';
import { accountStateOf } from '../../../nodes/GooglePhotos/http/accountState';
import { createMediaItems } from '../../../nodes/GooglePhotos/uploads/createWithBisection';
import type { CreateOutcome } from '../../../nodes/GooglePhotos/uploads/createWithBisection';
import type { UploadedFile } from '../../../nodes/GooglePhotos/uploads/types';
import { errorText } from '../../support/errorText';
import { Attempts } from '../support/attempts';
import { fakeCaller, fakeRun, newCredentialId, node } from '../support/caller';
import { googleSays, refused } from '../support/httpErrors';
import { batchOf, failed, sentFile, sentFiles, success, tokensOf } from '../support/sentFiles';
import { MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

interface Options {
	sendAgain?: (file: UploadedFile) => Promise<void>;
	credentialId?: string;
}

/** Creates files. `reply` returns the body of a reply, by the upload tokens and the number of the call. */
async function created(
	files: UploadedFile[],
	reply: (tokens: string[], call: number) => unknown,
	{ sendAgain, credentialId }: Options = {},
) {
	const asked: string[][] = [];
	const caller = fakeCaller({
		credentialId,
		respond: (request: IHttpRequestOptions) => {
			const tokens = tokensOf(request);
			asked.push(tokens);
			return reply(tokens, asked.length);
		},
	});
	const outcomes = await time.clock.until(createMediaItems(fakeRun(caller), batchOf(files), { maximumWait: 15 * MINUTE, sendAgain }));
	const created = files.map((file) => outcomes.get(file) as CreateOutcome);
	const errors = created.map((one) => ('error' in one ? one.error : undefined));
	const existed = created.map((one) => 'mediaItem' in one && one.alreadyExisted);
	const ids = created.map((one) => ('mediaItem' in one ? one.mediaItem.id : undefined));
	return { asked, errors, existed, ids };
}

const good = (tokens: string[]) => ({ newMediaItemResults: tokens.map(success) });
const ids = (...numbers: number[]) => numbers.map((number) => `item of token ${number}`);

test.each([
	['results that are no list', { newMediaItemResults: 'none' }],
	['results that are an object', { newMediaItemResults: {} }],
])('%s: the reply is not from the API of Google, and the call is retried', async (_title, odd) => {
	const { asked, ids: made } = await created(sentFiles(2), (tokens, call) => (call === 1 ? odd : good(tokens)));
	expect(asked).toEqual([
		['token 0', 'token 1'],
		['token 0', 'token 1'],
	]);
	expect(made).toEqual(ids(0, 1));
});

test.each([
	['null', null],
	['a word', 'done'],
	['a media item that is null', { mediaItem: null, status: null }],
	['a status that is a list', { status: [] }],
])('a result that is %s: only its file is retried', async (_title, odd) => {
	const reply = (tokens: string[], call: number) =>
		call === 1 ? { newMediaItemResults: [{ ...success('token 0'), status: null }, odd] } : good(tokens);
	const { asked, ids: made } = await created(sentFiles(2), reply);
	expect(asked).toEqual([['token 0', 'token 1'], ['token 1']]);
	expect(made).toEqual(ids(0, 1));
});

test('results that are no list in any reply become an error after six attempts', async () => {
	const { asked, errors } = await created(sentFiles(1), () => ({ newMediaItemResults: 'none' }));
	expect(asked).toHaveLength(6);
	expect(errorText(errors[0] as Error)).toMatch(/not have the format of the Google Photos API.*The response has no list of results/);
});

test('a file without a result is retried alone and fails after six attempts', async () => {
	const { asked, errors, ids: made } = await created(sentFiles(2), (tokens) => good(tokens.filter((token) => token !== 'token 1')));
	expect(asked).toEqual([['token 0', 'token 1'], ...Array(5).fill(['token 1'])]);
	expect(made[0]).toBe(ids(0)[0]);
	expect(errorText(errors[1] as Error)).toMatch(/could not process.*The response has no result for this file/);
});

test('fewer results than files, without upload tokens: no file gets the media item of another', async () => {
	const nameless = (token: string) => ({ ...success(token), uploadToken: undefined });
	const { asked, ids: made } = await created(sentFiles(3), (tokens, call) =>
		call === 1 ? { newMediaItemResults: [nameless('token 1'), nameless('token 2')] } : good(tokens),
	);
	expect(asked).toEqual([
		['token 0', 'token 1', 'token 2'],
		['token 0', 'token 1', 'token 2'],
	]);
	expect(made).toEqual(ids(0, 1, 2));
});

test.each([1, 2])('replies without any results for %i files become an error of each file after six attempts', async (count) => {
	const { asked, errors } = await created(sentFiles(count), () => ({}));
	expect(asked).toHaveLength(6);
	for (const error of errors) {
		expect(errorText(error as Error)).toMatch(/could not process.*The response has no result for this file/);
	}
});

test('a user-facing error that is no request failure becomes the error of each file, unchanged', async () => {
	const error = inputError(node(), 'Not like this', 'Do it otherwise.');
	const { errors } = await created(sentFiles(2), () => {
		throw error;
	});
	expect(errors).toEqual([error, error]);
	expect(errorText(errors[1] as Error)).toBe('Not like this. Do it otherwise. | ');
});

test('the same file twice, with unknown bytes: the second is matched to the first by the upload token', async () => {
	const [one, two] = [0, 1].map((number) => ({ ...sentFile(number), sha256: undefined, uploadToken: 'token 7' }));
	const reply = ([token]: string[]) => ({ newMediaItemResults: [success(token), failed(token, 6)] });
	const { asked, existed, ids: made } = await created([one, two], reply);
	expect(asked).toHaveLength(1);
	expect(made).toEqual(ids(7, 7));
	expect(existed).toEqual([false, true]);
});

test('bytes are not sent again for an unsupported file or a transient failure', async () => {
	const again: string[] = [];
	const sendAgain = async ({ uploadToken }: UploadedFile) => void again.push(uploadToken);
	const { asked, errors, ids: made } = await created(
		sentFiles(2),
		(tokens, call) => ({
			newMediaItemResults: tokens.map((token) => {
				if (token === 'token 1') return failed(token, 3);
				return call === 1 ? failed(token, 13) : success(token);
			}),
		}),
		{ sendAgain },
	);
	expect(again).toEqual([]);
	expect(asked).toEqual([['token 0', 'token 1'], ['token 0']]);
	expect(made[0]).toBe(ids(0)[0]);
	expect(failureOf(errors[1])?.kind).toBe('unsupportedFile');
});

test('a call that always fails is attempted six times, and then once for each half, each a second later', async () => {
	const { asked, errors } = await created(sentFiles(2), () => {
		throw refused(503);
	});
	expect(asked).toHaveLength(8);
	expect(errors.map((error) => failureOf(error)?.kind)).toEqual(['serverFault', 'serverFault']);
	expect(time.clock.elapsed).toBe((1 + 2 + 4 + 8 + 16 + 1 + 1) * SECOND);
});

test('the halves of a rejected call are sent without delay', async () => {
	const { asked, ids: made } = await created(sentFiles(2), (tokens) => {
		if (tokens.length > 1) throw googleSays(400, 'Request contains an invalid argument.');
		return good(tokens);
	});
	expect(asked).toHaveLength(3);
	expect(made).toEqual(ids(0, 1));
	expect(time.clock.elapsed).toBe(0);
});

describe('a file that Google failed to create, and then has already,', () => {
	const reply = (tokens: string[], call: number) => ({ newMediaItemResults: tokens.map((token) => failed(token, call === 1 ? 13 : 6)) });

	test('is in the library, as its error says', async () => {
		const { errors } = await created(sentFiles(1), reply);
		expect(failureOf(errors[0])?.kind).toBe('alreadyThere');
		expect(errorText(errors[0] as Error)).not.toMatch(/may be in the library/);
	});

	test('may be in the library if its bytes cannot be sent again', async () => {
		const sendAgain = async () => await Promise.reject(inputError(node(), 'n8n no longer has the file', 'Run the workflow again.'));
		const { errors } = await created(sentFiles(1), reply, { sendAgain });
		expect(errorText(errors[0] as Error)).toMatch(/^n8n no longer has the file, but the file may be in the library\. /);
	});
});

test('a rejected call is not repeated if it has only one file, and no other execution shares it', async () => {
	const { asked, errors } = await created(sentFiles(1), () => {
		throw googleSays(400, 'Request contains an invalid argument.');
	});
	expect(asked).toHaveLength(1);
	expect(failureOf(errors[0])?.kind).toBe('invalid');
});

test.each([
	[8, 30],
	[13, 0.5],
])('code %d: another request of the account, half a second later, is sent after %d seconds', async (code, seconds) => {
	const credentialId = newCredentialId();
	const other = new Attempts(time.clock);
	const sent: Array<Promise<unknown>> = [];
	const reply = (tokens: string[], call: number) => {
		if (call === 1) sent.push(time.clock.delay(SECOND / 2).then(async () => await other.through(fakeCaller({ credentialId }))));
		return { newMediaItemResults: tokens.map((token) => (call === 1 ? failed(token, code) : success(token))) };
	};
	await created(sentFiles(1), reply, { credentialId });
	await time.clock.until(Promise.all(sent));
	expect(other.at).toEqual([seconds * SECOND]);
});

test.each([
	['an unknown album', 404, 'Requested entity was not found.', true],
	['another app\'s album', 400, 'No permission to add media items to this album.', true],
	['a full storage', 400, "The remaining storage in the user's account is not enough to perform this operation.", false],
])('only an error about the album removes it from the cache: %s', async (_title, status, message, forgotten) => {
	const album = { id: 'album', title: 'Holiday' };
	const credentialId = newCredentialId();
	const known = fakeCaller({ credentialId });
	cacheAlbum(await accountStateOf(known), album, 'asked');
	const reply = () => {
		throw googleSays(status, message);
	};
	await created([sentFile(0, { album })], reply, { credentialId });
	expect(await getCachedAlbum(known, idKey('album')) === undefined).toBe(forgotten);
});
