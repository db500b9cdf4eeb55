/** An n8n in queue mode with webhooks for accounts of the emulator. */
import { join } from 'node:path';
import { type EmulatedAccount, EmulatorControl } from '../../tools/emulator/control-client.mts';
import { photosCredential } from '../../tools/n8n/credential.mts';
import type { Program } from '../../tools/n8n/program.mts';
import { createQueue, type Queue, type QueueOptions } from '../../tools/n8n/queue/queue.mts';
import { ended, hashesOfSuccess, lastExecution } from './queueExecutions.mts';
import { deliver, type Delivery, receiver, sha256 } from './queueLoad.mts';

/** The results of deliveries. */
export interface Outcome {
	/** Number of executions by status. */
	statuses: Record<string, number>;
	/** SHA-256 of the pictures of successful executions, sorted. */
	ofSuccess: string[];
	/** SHA-256 of all media items in the accounts' libraries, sorted, with duplicates. */
	inLibraries: string[];
	/** Seconds from the first delivery to the end of the last execution. */
	seconds: number;
}

export class QueueStage {
	readonly queue: Queue;
	readonly url: string;
	readonly workers: Program[];

	private constructor(queue: Queue, url: string, workers: Program[]) {
		this.queue = queue;
		this.url = url;
		this.workers = workers;
	}

	/** Starts all processes. @param accounts accounts of the emulator that the environment in `options` leads to */
	static async set(
		accounts: EmulatedAccount[],
		workers: number,
		options: Omit<QueueOptions, 'packageDir'>,
	): Promise<QueueStage> {
		const queue = await createQueue({ ...options, packageDir: join(import.meta.dirname, '../..') });
		try {
			const credentials = accounts.map((account) => photosCredential(account, { id: account.id, name: account.id }));
			await queue.publish(receiver('receive', accounts), credentials);
			await queue.startMain();
			const [webhook, ...started] = await Promise.all([
				queue.startWebhook(),
				...Array.from({ length: workers }, async () => await queue.startWorker()),
			]);
			return new QueueStage(queue, webhook.url, started);
		} catch (error) {
			await queue.remove();
			throw error;
		}
	}

	/** Sends deliveries and waits until their executions have ended. @param during runs at the same time */
	async load(
		deliveries: Delivery[],
		{ timeout = 240, during }: { timeout?: number; during?: (last: number) => Promise<void> } = {},
	): Promise<Outcome> {
		const { database } = this.queue;
		const last = await lastExecution(database);
		const start = Date.now();
		await Promise.all([deliver(this.url, deliveries), during?.(last)]);
		const statuses = await ended(database, last, deliveries.length, timeout);
		const seconds = (Date.now() - start) / 1000;
		const accounts = [...new Set(deliveries.map(({ account }) => account))];
		const libraries = await Promise.all(accounts.map(async (account) => await account.library()));
		const inLibraries = libraries.flatMap(({ mediaItems }) => mediaItems.map((item) => item.sha256)).sort();
		const successful = new Set(await hashesOfSuccess(database, last));
		return { statuses, ofSuccess: hashesOf(deliveries).filter((hash) => successful.has(hash)), inLibraries, seconds };
	}
}

/** SHA-256 of all pictures of the deliveries, sorted. */
export function hashesOf(deliveries: Delivery[]): string[] {
	return deliveries.flatMap(({ pictures }) => pictures.map(sha256)).sort();
}

/** The emulator that test/run.mts started. */
export function emulatorOfTests(): EmulatorControl {
	return new EmulatorControl(process.env.EMULATOR_CONTROL_URL ?? '');
}
