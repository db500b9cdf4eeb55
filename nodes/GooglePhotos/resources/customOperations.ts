import type {
	DeclarativeRestApiSettings,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { downloadFiles } from '../download/download';
import { downloadPicked } from '../picker/download';
import { waitForSelection } from '../picker/wait';
import { oneRequest } from '../request/declarative';
import { asItIs, sameFor } from '../request/explain';
import { oncePerRun } from '../request/finished';
import { handedOn, outputOf } from '../request/outcome';
import type { Run } from '../request/run';
import { runOverAllItems, runOverOneItem } from '../request/run';
import { toolAnswer } from '../request/toolAnswer';
import { uploadBytesOnly } from '../upload/bytesOnly';
import { createFromUploadTokens } from '../upload/tokens';
import { uploadFiles } from '../upload/upload';
import { addMediaItemsToAlbums } from './album/addMediaItems';
import { getOrCreateAlbums } from './album/getOrCreate';
import { removeMediaItemsFromAlbums } from './album/removeMediaItems';
import { declarative } from './entrance';
import { getEachMediaItem } from './mediaItem/get';

/** What a custom operation does, over however many items. */
type Core = (run: Run) => Promise<INodeExecutionData[]>;

/** The operations for which one request per item cannot do the job. */
const cores: Record<string, Record<string, Core>> = {
	album: {
		addMediaItems: addMediaItemsToAlbums,
		getOrCreate: getOrCreateAlbums,
		removeMediaItems: removeMediaItemsFromAlbums,
	},
	mediaItem: {
		createFromTokens: createFromUploadTokens,
		download: downloadFiles,
		get: getEachMediaItem,
		upload: uploadFiles,
		uploadBytes: uploadBytesOnly,
	},
	picker: { download: downloadPicked, waitForSelection },
};

/**
 * What a core throws under Continue On Fail is about the run as a whole, such as a proxy that is no address.
 * It must not be thrown on: n8n would hand the input items on as if all were well.
 */
function overAllItems(core: Core, resource: string) {
	return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const outputs = await oncePerRun(this, 0, items[0], async () => {
			try {
				return await core(runOverAllItems(this));
			} catch (error) {
				if (!this.continueOnFail()) throw asItIs(error);
				return items.map((_, item) => outputOf({ error: sameFor(error, { item }) }, item));
			}
		});
		return [toolAnswer(this.getNode(), handedOn(this.getNode(), outputs, (item) => items[item]), resource)];
	};
}

/** The custom operations as n8n wants them: each called once, with all items. */
export const customOperations: NonNullable<INodeType['customOperations']> = Object.fromEntries(
	Object.entries(cores).map(([resource, operations]) => [
		resource,
		Object.fromEntries(
			Object.entries(operations).map(([operation, core]) => [operation, overAllItems(core, resource)]),
		),
	]),
);

const respondDeclaratively = declarative(oneRequest);

/**
 * The node's pagination function: how every operation runs that has no other one. It is also where n8n comes
 * with a custom operation when it runs the node as an agent's tool, since it then knows only the declarative
 * way: a core over many items does one just as well.
 */
export async function onePerItem(
	this: IExecutePaginationFunctions,
	requestData: DeclarativeRestApiSettings.ResultOptions,
): Promise<INodeExecutionData[]> {
	const resource = this.getNodeParameter('resource') as string;
	const operation = this.getNodeParameter('operation') as string;
	const core = cores[resource]?.[operation];
	if (!core) return await respondDeclaratively.call(this, requestData);
	return await declarative(async () => await core(runOverOneItem(this))).call(this, requestData);
}
