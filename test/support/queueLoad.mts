/** Sends pictures to webhooks of an n8n in queue mode. */
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import type { Workflow } from '../../tools/n8n/instance.mts';
import { photos } from './workflow.mts';

/** Two webhooks for each account: into the library only, or into the album named in the query. */
const ways = [
	{ path: (account: EmulatedAccount) => account.id, album: { mode: 'list', value: '' } },
	{ path: (account: EmulatedAccount) => `${account.id}-album`, album: { mode: 'title', value: '={{ $json.query.album }}' } },
];

/** A workflow in which each account has its own webhooks that upload the received pictures. */
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

/** One call of a webhook. */
export interface Delivery {
	account: EmulatedAccount;
	/** Title of the album; undefined for the library only. */
	album?: string;
	pictures: Buffer[];
}

let plain: Promise<Buffer> | undefined;

/** Real pictures with different bytes: a comment after the first marker contains the number. */
export async function numberedPictures(prefix: string, count: number): Promise<Buffer[]> {
	const create = { width: 16, height: 12, channels: 3, background: 'teal' } as const;
	const picture = await (plain ??= sharp({ create }).jpeg().toBuffer());
	return Array.from({ length: count }, (_none, number) => {
		const text = Buffer.from(`${prefix} ${number}`);
		const header = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
		return Buffer.concat([picture.subarray(0, 2), header, text, picture.subarray(2)]);
	});
}

/** Maximum number of concurrent deliveries. */
const SENDERS = 40;

/** Maximum number of attempts while n8n answers 503, and milliseconds between them. */
const MAX_TRIES = 60;
const RETRY_DELAY = 1000;

/** Sends deliveries to the webhooks at `url`, {@link SENDERS} at a time. @throws Error if one is not accepted */
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
			// A busy n8n whose database check timed out rejects requests before it starts an execution, so a retry is
			// safe.
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
