import type { Check } from '../check.mts';
import type { Reply } from '../google.mts';
import { rejectionOf } from '../reply.mts';
import { creationOf, type TestAlbum, uploadToken } from '../test-album.mts';

/** Seconds between a refused write and its repetition. */
const DELAYS = [2, 5, 10, 30];
/** Number of tries to let two writes overlap, which depends on the network. */
const MAX_TRIES = 5;
/** Seconds after which a write that is still refused is repeated, so that the next question does not meet it. */
const RECOVERY = 30;

type Write = () => Promise<Reply>;

/**
 * Google takes the writes of a user one at a time:
 * https://developers.google.com/photos/library/guides/best-practices#error-handling
 * Both writes change nothing: a media item is created from bytes that are in the library, and the album gets the title
 * that it has.
 */
export const writes: Check[] = [
	{
		question: 'two writes at once, and the refused one again',
		expected: 'HTTP 429 RESOURCE_EXHAUSTED; after 2 s: taken; 5 s: taken; 10 s: taken; 30 s: taken',
		alsoNormal: 'both taken',
		settles: {
			name: 'concurrentWrites',
			answers: {
				'both taken': 'allow',
				'HTTP 429 RESOURCE_EXHAUSTED; after 2 s: taken; 5 s: taken; 10 s: taken; 30 s: taken': 'refuse',
				'HTTP 429 RESOURCE_EXHAUSTED; after 2 s: HTTP 429 RESOURCE_EXHAUSTED; 5 s: HTTP 429 RESOURCE_EXHAUSTED; 10 s: HTTP 429 RESOURCE_EXHAUSTED; 30 s: taken':
					'pause',
			},
		},
		means: meaning,
		ask: async (album) => {
			const answers: string[] = [];
			let rejection = '';
			for (const delay of DELAYS) {
				const refused = await refusedOfTwo(album);
				if (!refused) return answers.length === 0 ? 'both taken' : `${rejection}; after ${answers.join('; ')}; then both taken`;
				rejection ||= rejectionOf(refused.reply);
				answers.push(`${delay} s: ${await repeated(album, refused.write, delay)}`);
			}
			return `${rejection}; after ${answers.join('; ')}`;
		},
	},
];

/** Sends two writes at once. @returns the refused one; undefined if Google took both each time */
async function refusedOfTwo(album: TestAlbum): Promise<{ write: Write; reply: Reply } | undefined> {
	const { google, pictures } = album;
	for (let tries = 1; tries <= MAX_TRIES; tries++) {
		const token = await uploadToken(google, pictures[0] as Buffer);
		const both: Write[] = [
			async () => await google.once('POST', '/v1/mediaItems:batchCreate', creationOf([token])),
			async () => await google.once('PATCH', `/v1/albums/${album.album.id}?updateMask=title`, { title: album.album.title }),
		];
		const replies = await Promise.all(both.map(async (write) => await write()));
		const index = replies.findIndex(({ status }) => status >= 300);
		if (index >= 0) return { write: both[index] as Write, reply: replies[index] as Reply };
	}
	return undefined;
}

/** Sends a refused write again. @returns the answer in short; by then Google takes writes again, or never does */
async function repeated({ google }: TestAlbum, write: Write, delay: number): Promise<string> {
	await google.pause(delay);
	const reply = await write();
	for (let again = reply, tries = 0; again.status >= 300 && tries < 2; tries++) {
		await google.pause(RECOVERY);
		again = await write();
	}
	return reply.status < 300 ? 'taken' : rejectionOf(reply);
}

/** What an answer means for how long the node waits when a write of another process was in the way. */
function meaning(answer: string): string {
	if (answer === 'both taken') return 'Google accepts overlapping writes: two workers do not block each other.';
	const cases = [...answer.matchAll(/(\d+) s: ([^;]+)/g)].map(([, seconds, said]) => ({ seconds: Number(seconds), taken: said === 'taken' }));
	const refused = cases.findLastIndex(({ taken }) => !taken);
	const first = cases[refused + 1];
	if (!first) return 'The wait of 30 to 45 seconds is too short: a refused write is still refused then.';
	return first.seconds < RECOVERY
		? `The node waits for 30 to 45 seconds after such a refusal; ${first.seconds} seconds would be enough.`
		: 'The wait of 30 to 45 seconds after such a refusal is needed.';
}
