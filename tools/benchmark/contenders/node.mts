import { join } from 'node:path';
import type { EmulatedAccount } from '../../emulator/control-client.mts';
import { itemsOf } from '../../n8n/execution.mts';
import { photos, readFiles, type Step } from '../../../test/support/workflow.mts';
import type { Effort } from '../measure/measurement.mts';
import { type Contender, WARM_UPS } from './contender.mts';
import { type Collecting, LAST, MeasuredN8n } from './n8n.mts';

const noOperation: Step = { name: LAST, type: 'n8n-nodes-base.noOp' };

/** Lists all media items for the next node; without `simplify`, in Google's format. */
function allItems(account: EmulatedAccount, name: string, simplify = true): Step {
	const parameters = { resource: 'mediaItem', operation: 'getAll', returnAll: true, simplify };
	return photos(name, account.id, parameters);
}

/** n8n's HTTP Request node with this package's credential. */
function httpRequest(account: EmulatedAccount, url: string, options: object, more: object = {}): Step {
	return {
		...photos(LAST, account.id, {
			url,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'googlePhotosLibraryOAuth2Api',
			options,
			...more,
		}),
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
	};
}

/** The HTTP Request node's pagination option. */
const allPages = {
	pagination: {
		pagination: {
			paginationMode: 'updateAParameterInEachRequest',
			parameters: { parameters: [{ type: 'qs', name: 'pageToken', value: '={{ $response.body.nextPageToken }}' }] },
			paginationCompleteWhen: 'other',
			completeExpression: '={{ !$response.body.nextPageToken }}',
			requestInterval: 0,
		},
	},
};

/** The HTTP Request node's settings for sending a file's bytes as a raw upload. */
const rawUpload = {
	method: 'POST',
	sendHeaders: true,
	headerParameters: {
		parameters: [
			{ name: 'X-Goog-Upload-Protocol', value: 'raw' },
			{ name: 'X-Goog-Upload-Content-Type', value: 'image/jpeg' },
		],
	},
	sendBody: true,
	contentType: 'binaryData',
	inputDataFieldName: 'data',
};

/** This package's node in a real n8n. */
export class NodeContender implements Contender {
	readonly name = 'this node';
	private readonly n8n: MeasuredN8n;

	private constructor(n8n: MeasuredN8n) {
		this.n8n = n8n;
	}

	static async in(
		folder: string,
		environment: Record<string, string>,
		{ collecting = false }: Collecting = {},
	): Promise<NodeContender> {
		const packageDir = join(import.meta.dirname, '../../..');
		const name = collecting ? 'n8n-collecting' : 'n8n';
		return new NodeContender(await MeasuredN8n.in(folder, name, environment, { packageDir, collecting }));
	}

	/** @param date capture date that is written into the files */
	async upload(account: EmulatedAccount, folder: string, date?: string): Promise<Effort> {
		const options = date === undefined ? {} : { captureDate: { values: { date } } };
		const upload = photos(LAST, account.id, { resource: 'mediaItem', operation: 'upload', options });
		return await this.run(account, [readFiles(join(folder, '*')), upload]);
	}

	/**
	 * Sends the same bytes as `upload` with n8n's HTTP Request node, five files at a time, without creating media
	 * items.
	 */
	async uploadByHttpRequest(account: EmulatedAccount, folder: string): Promise<Effort> {
		const options = { batching: { batch: { batchSize: 5, batchInterval: 200 } } };
		const sending = httpRequest(account, 'https://photoslibrary.googleapis.com/v1/uploads', options, rawUpload);
		return await this.run(account, [readFiles(join(folder, '*')), sending]);
	}

	async download(account: EmulatedAccount, count: number): Promise<Effort> {
		const download = photos(LAST, account.id, {
			resource: 'mediaItem',
			operation: 'download',
			mediaItem: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		});
		return await this.run(account, [allItems(account, 'All'), download], count);
	}

	/** The same as `download` with n8n's HTTP Request node: the time that n8n itself needs to receive bytes. */
	async downloadByHttpRequest(account: EmulatedAccount, count: number): Promise<Effort> {
		const asFile = { response: { response: { responseFormat: 'file' } } };
		const fetching = httpRequest(account, '={{ $json.baseUrl }}=dv', asFile);
		return await this.run(account, [allItems(account, 'All', false), fetching], count);
	}

	async list(account: EmulatedAccount, count: number, before: EmulatedAccount): Promise<Effort> {
		return await this.runAgain(before, account, allItems, count);
	}

	/** The same as `list` in a new process. */
	async listAtOnce(account: EmulatedAccount, count: number): Promise<Effort> {
		return await this.run(account, [allItems(account, LAST)], count);
	}

	/** The same pages as `list` with n8n's HTTP Request node, which returns them unchanged. */
	async listByHttpRequest(account: EmulatedAccount, pages: number, before: EmulatedAccount): Promise<Effort> {
		const url = 'https://photoslibrary.googleapis.com/v1/mediaItems?pageSize=100';
		const step = (of: EmulatedAccount, name: string) => ({ ...httpRequest(of, url, allPages), name });
		return await this.runAgain(before, account, step, pages);
	}

	/** The same workflow as `upload` with a node that does nothing: the baseline of n8n. */
	async nothingAfterReading(folder: string): Promise<Effort> {
		return await this.n8n.run([readFiles(join(folder, '*')), noOperation]);
	}

	/** The same workflow as `download` with a node that does nothing. */
	async nothingAfterListing(account: EmulatedAccount): Promise<Effort> {
		await this.n8n.instance.importCredential(account, { id: account.id, name: account.id });
		return await this.n8n.run([allItems(account, 'All'), noOperation]);
	}

	/**
	 * Runs a step for one account in a process that has done the same for another before. CPU time and memory, which
	 * are those of the whole process, are not meaningful then.
	 */
	private async runAgain(
		before: EmulatedAccount,
		account: EmulatedAccount,
		step: (of: EmulatedAccount, name: string) => Step,
		expected: number,
	): Promise<Effort> {
		await this.n8n.instance.importCredential(before, { id: before.id, name: before.id });
		const warmUps = Array.from({ length: WARM_UPS }, (_none, index) => step(before, `Before ${index + 1}`));
		// Executes each step once, not once for each item of the previous step.
		const steps = [...warmUps, step(account, LAST)].map((one) => ({ ...one, executeOnce: true }));
		const { seconds } = await this.run(account, steps, expected);
		return { seconds };
	}

	private async run(account: EmulatedAccount, steps: Step[], expected?: number): Promise<Effort> {
		await this.n8n.instance.importCredential(account, { id: account.id, name: account.id });
		await account.resetRequests();
		const { execution, ...effort } = await this.n8n.run(steps);
		const { length } = itemsOf(execution, LAST);
		if (expected !== undefined && length !== expected) {
			throw new Error(`${length} items came out where ${expected} were expected`);
		}
		return effort;
	}
}
