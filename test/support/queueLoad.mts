/** Pictures sent to webhooks of an n8n in queue mode. */
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import type { Workflow } from '../../tools/n8n/instance.mts';
import { photos } from './workflow.mts';

/** Two ways in for each account: its photos go into the library only, or into the album that the query names. */
const ways = [
	{ path: (account: EmulatedAccount) => account.id, album: { mode: 'list', value: '' } },
	{ path: (account: EmulatedAccount) => `${account.id}-album`, album: { mode: 'title', value: '={{ $json.query.album }}' } },
];

/** A workflow in which each account has webhooks of its own that upload what they receive. */
export function receiver(id: string, accounts: EmulatedAccount[]): Workflow {
	const entries = accounts.flatMap((account) => ways.map(({ path, album }) => ({ account, path: path(account), album })));
	const nodes = entries.flatMap(({ account, path, album }, row) => [
		{
			id: `in-${row}`,
			name: `Receive ${row}`,
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			position: [0, row * 200],
			webhookId: path,
			parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
		},
		{
			...photos(`Upload ${row}`, account.id, {
				resource: 'mediaItem',
				operation: 'upload',
				album: { __rl: true, ...album },
			}),
			id: `upload-${row}`,
			typeVersion: 1,
			position: [200, row * 200],
		},
	]);
	const connections = Object.fromEntries(
		entries.map((_entry, row) => [
			`Receive ${row}`,
			{ main: [[{ node: `Upload ${row}`, type: 'main', index: 0 }]] },
		]),
	);
	return { id, name: id, nodes, connections, settings: { executionOrder: 'v1' } };
}

/** What one call of a webhook brings. */
export interface Delivery {
	account: EmulatedAccount;
	/** Title of the album; none for the library only. */
	album?: string;
	pictures: Buffer[];
}

let plain: Promise<Buffer> | undefined;

/** Real pictures, no two with the same bytes: each has a comment with its number behind the first marker. */
export async function numberedPictures(prefix: string, count: number): Promise<Buffer[]> {
	const create = { width: 16, height: 12, channels: 3, background: 'teal' } as const;
	const picture = await (plain ??= sharp({ create }).jpeg().toBuffer());
	return Array.from({ length: count }, (_none, number) => {
		const text = Buffer.from(`${prefix} ${number}`);
		const header = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
		return Buffer.concat([picture.subarray(0, 2), header, text, picture.subarray(2)]);
	});
}

/** How many deliveries are under way at the same time. */
const SENDERS = 40;

/** How often a delivery is sent while n8n answers 503, and milliseconds in between. */
const MAX_TRIES = 60;
const RETRY_DELAY = 1000;

/** Sends deliveries to the webhooks at `url`, all but together. Throws when one is not accepted. */
export async function deliver(url: string, deliveries: Delivery[]): Promise<void> {
	const left = [...deliveries.entries()];
	const send = async () => {
		for (let next = left.shift(); next; next = left.shift()) {
			const [number, { account, album, pictures }] = next;
			const form = new FormData();
			for (const [index, picture] of pictures.entries()) {
				form.append(`picture${index}`, new Blob([picture], { type: 'image/jpeg' }), `${number}-${index}.jpg`);
			}
			const query = album === undefined ? '' : `-album?album=${encodeURIComponent(album)}`;
			const post = async () => {
				const reply = await fetch(`${url}/webhook/${account.id}${query}`, { method: 'POST', body: form });
				return { ok: reply.ok, status: reply.status, text: await reply.text() };
			};
			let reply = await post();
			// a busy n8n that has lost sight of its database refuses before it takes anything: any caller tries again
			for (let tries = 1; reply.status === 503 && /Database is not ready/.test(reply.text) && tries < MAX_TRIES; tries++) {
				await wait(RETRY_DELAY);
				reply = await post();
			}
			if (!reply.ok) throw new Error(`The webhook answered ${reply.status} ${reply.text.slice(0, 300)}`);
		}
	};
	await Promise.all(Array.from({ length: SENDERS }, send));
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
