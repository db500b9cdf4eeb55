import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { itemsOf } from '../../tools/n8n/execution.mts';
import type { SharedN8n } from './sharedN8n.mts';
import { chain, manualTrigger, photos, readFiles } from './workflow.mts';

/** A picture that was uploaded with a capture date. */
export interface DatedUpload {
	id: string;
	/** value of `captureDate` in the output */
	outcome: unknown;
	fileName: string;
	source: Buffer;
	/** what arrived at Google */
	sent: Buffer;
}

/** Uploads a JPEG, a PNG and a WebP without a date, with the capture date 2019-07-14T18:30:00+02:00. */
export async function uploadUndated(n8n: SharedN8n, account: EmulatedAccount): Promise<DatedUpload[]> {
	const pictures = join(n8n.folder, 'undated');
	await mkdir(pictures);
	for (const [index, format] of (['jpeg', 'png', 'webp'] as const).entries()) {
		const background = { r: 40 * index, g: 90, b: 160 };
		const picture = sharp({ create: { width: 64, height: 48, channels: 3, background } }).toFormat(format);
		await writeFile(join(pictures, `a.${format}`), await picture.toBuffer());
	}
	const date = "={{ DateTime.fromISO('2019-07-14T18:30:00+02:00', { setZone: true }) }}";
	const execution = await n8n.run(
		chain('capture-date', [
			manualTrigger,
			readFiles(`${pictures}/*`),
			photos('Upload', account.id, {
				resource: 'mediaItem',
				operation: 'upload',
				options: { captureDate: { values: { date } } },
			}),
		]),
	);
	return await Promise.all(
		itemsOf(execution, 'Upload').map(async ({ json }) => {
			const [id, fileName] = [String(json['id']), String(json['sourceFileName'])];
			const source = await readFile(join(pictures, fileName));
			return { id, fileName, outcome: json['captureDate'], source, sent: Buffer.from(await account.original(id)) };
		}),
	);
}
