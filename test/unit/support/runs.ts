import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { fakeCaller, fakeRun, inMemory, picture } from './caller';
import type { CallerOptions } from './caller';
import type { FakeGoogle } from './google';

export interface RunOptions extends CallerOptions, Partial<Pick<OperationContext, 'continueOnFail' | 'indexOf' | 'hint'>> {
	/** the same for all items; what an item has in its JSON goes before */
	parameters?: IDataObject;
}

/** A run whose parameters are in the JSON of its items. */
export function runOver(account: FakeGoogle, items: INodeExecutionData[], options: RunOptions = {}): OperationContext {
	const { parameters = {}, continueOnFail = true, indexOf = (position) => position, hint = () => {} } = options;
	return {
		...fakeRun(fakeCaller({ ...options, respond: account.respond }), {}, items),
		parameter: <T>(name: string, position: number, fallback: T) =>
			(items[position]?.json[name] ?? parameters[name] ?? fallback) as T,
		continueOnFail,
		indexOf,
		hint,
	};
}

/** An item with a photo: its bytes are a picture of the name, its file name is `name.jpg`. */
export function photo(name: string, json: IDataObject = {}): INodeExecutionData {
	return { json, binary: { data: inMemory(picture(name), `${name}.jpg`) } };
}

export const photos = (...names: string[]) => names.map((name) => photo(name));

/** What each output is: its media item's id or upload token, or the error with what it is about. */
export function summary(outputs: INodeExecutionData[]): string[] {
	return outputs.map(({ json, error }) => error?.message ?? String(json.id ?? json.uploadToken));
}
