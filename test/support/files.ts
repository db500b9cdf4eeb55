import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Engine } from './engine';
import { jpeg } from './pictures';

/** An input item with a file in the field `data`. */
export async function itemWith(
	engine: Engine,
	content: Buffer,
	fileName: string | undefined = 'picture.jpg',
	mimeType = 'image/jpeg',
	json: IDataObject = {},
): Promise<INodeExecutionData> {
	return { json, binary: { data: await engine.file(content, fileName, mimeType) } };
}

/** Input items with a different small picture each, named `0.jpg`, `1.jpg` and so on. */
export async function pictureItems(engine: Engine, count: number): Promise<INodeExecutionData[]> {
	const numbers = Array.from({ length: count }, (_, index) => index);
	return await Promise.all(
		numbers.map(async (number) => await itemWith(engine, await jpeg(number), `${number}.jpg`)),
	);
}

export const upload = (more: IDataObject = {}): IDataObject => ({
	resource: 'mediaItem',
	operation: 'upload',
	...more,
});

/** A value of the album parameter. */
export const album = (mode: 'list' | 'title' | 'url' | 'id', value: string): IDataObject => ({
	album: { __rl: true, mode, value },
});

/** Waits for the error of an execution; fails if there is none. */
export async function errorOf(run: Promise<unknown>): Promise<Error & { description?: string }> {
	const outcome = await run.then(
		(result) => ({ result }),
		(error) => ({ error }),
	);
	if ('error' in outcome) return outcome.error;
	throw new Error(`no error, but ${JSON.stringify(outcome.result).slice(0, 300)}`);
}
