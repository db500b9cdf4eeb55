import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { simplifiedMediaItem } from '../../api/mediaItem';
import { copyOfFile } from '../../downloads/downloadName';
import { DownloadPipeline } from '../../downloads/downloadPipeline';
import type { DownloadOutcome, DownloadTask } from '../../downloads/downloadPipeline';
import { variantOf } from '../../downloads/variant';
import type { Variant } from '../../downloads/variant';
import { rethrow, skippedError, withContext } from '../../errors/nodeError';
import type { OperationContext } from '../../execution/context';
import { toItem } from '../../execution/results';
import type { Outcome } from '../../execution/results';
import { downloadNotice } from '../../properties/downloadNotice';
import { outputField, parseOutputField } from '../../properties/fileFields';
import { mediaItemLocator, parseMediaItemId } from '../../properties/mediaItemLocator';
import { fileNameOption, parseFileName } from '../../properties/outputFileName';
import { inputErrorFor, optionValue, parseNumber } from '../../properties/parseValues';
import { shownFor } from '../operation';
import type { CustomOperation } from '../operation';

const shown = shownFor('mediaItem', 'download');
const shownForVariants = (...variants: string[]) => ({ show: { ...shown.show, variant: variants } });

/** https://developers.google.com/photos/library/guides/access-media-items#base-urls */
const variant: INodeProperties = {
	displayName: 'Variant',
	name: 'variant',
	type: 'options',
	default: 'best',
	displayOptions: shown,
	options: [
		{
			name: 'Best Quality',
			value: 'best',
			description: 'The photo or video in the best quality that Google provides',
		},
		{
			name: 'Cropped to Size',
			value: 'crop',
			description: 'A picture of exactly this size, cropped where necessary. For a video, a still picture of it.',
		},
		{
			name: 'Scaled to Fit',
			value: 'fit',
			description: 'A picture scaled to fit into this size, with its proportions. For a video, a still picture of it with a play button.',
		},
		{
			name: 'Video of a Motion Photo',
			value: 'motion',
			description: "The short video inside a motion photo. Videos are downloaded as with 'Best Quality'.",
		},
		{
			name: 'Video Thumbnail',
			value: 'thumbnail',
			description: 'A still picture of the video without a play button, scaled to fit into this size. Photos are scaled to fit as well.',
		},
	],
};

function pixels(
	displayName: string,
	name: string,
	defaultValue: number,
	description: string,
	variants: string[],
): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 16383, numberPrecision: 0 },
		default: defaultValue,
		description,
		displayOptions: shownForVariants(...variants),
	};
}

const FITTING = ['fit', 'thumbnail'];
const CROPPED = ['crop'];

/** Not declarative: it gets media items in batches of 50, then downloads the bytes of each. */
export const download: CustomOperation = {
	option: {
		name: 'Download',
		value: 'download',
		action: 'Download media item (agents cannot see files)',
		description: 'Download the file of a photo or video uploaded by this app, in the best available quality or as a smaller picture',
	},
	fields: [
		mediaItemLocator({ displayOptions: shown }),
		variant,
		downloadNotice(shownForVariants('best')),
		pixels('Maximum Width', 'maxWidth', 1920, 'In pixels, up to 16,383. Enter 0 to limit the height only.', FITTING),
		pixels('Maximum Height', 'maxHeight', 1920, 'In pixels, up to 16,383. Enter 0 to limit the width only.', FITTING),
		pixels('Width', 'width', 512, 'In pixels, from 1 to 16,383', CROPPED),
		pixels('Height', 'height', 512, 'In pixels, from 1 to 16,383', CROPPED),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			displayOptions: shown,
			options: [
				fileNameOption,
				outputField(),
				{
					displayName: 'Wait for Videos (Minutes)',
					name: 'waitForProcessing',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 15,
					description:
						'How long to wait for videos that Google is still processing. Other files are downloaded in the meantime. Without this option, such a video fails.',
				},
			],
		},
	],
	execute,
};

/** The parameters of an input item. */
interface DownloadRequest {
	id: string;
	variant: Variant;
	/** name of the output field for the file */
	field: string;
	/** name of the file that the user gave, if any */
	fileName?: string;
	/** how long to wait for Google to process a video */
	minutes: number;
}

/**
 * Downloads the files of media items. Outputs are in input order and paired.
 *
 * @throws unless Continue On Fail is on: the first parameter error, before anything is sent, or else the first error
 */
async function execute(context: OperationContext): Promise<INodeExecutionData[]> {
	const requests = context.items.map((_, position) => parseRequest(context, position));
	const wrong = requests.find((request): request is Error => request instanceof Error);
	if (wrong && !context.continueOnFail) throw wrong;

	const tasks = new Map<string, DownloadTask>();
	requests.forEach((request, position) => {
		if (request instanceof Error) return;
		const same = tasks.get(keyOf(request));
		tasks.set(keyOf(request), {
			...request,
			item: same?.item ?? context.indexOf(position),
			minutes: Math.max(request.minutes, same?.minutes ?? 0),
		});
	});
	const fetched = await new DownloadPipeline(context).run([...tasks.values()]);
	return requests.map((request, position) => {
		const item = context.indexOf(position);
		if (request instanceof Error) return toItem({ error: request }, item);
		return toItem(outcomeOf(request, fetched.get(tasks.get(keyOf(request)) as DownloadTask) as DownloadOutcome, item), item);
	});
}

function keyOf({ id, variant: { photo, video, onlyVideo } }: DownloadRequest): string {
	return JSON.stringify([id, photo, video, onlyVideo]);
}

function outcomeOf({ field, fileName, id }: DownloadRequest, fetched: DownloadOutcome, item: number): Outcome {
	if ('endedBefore' in fetched) return { error: skippedError(fetched.endedBefore, item, `"${id}"`) };
	if ('error' in fetched) return { error: withContext(fetched.error, { item }) };
	return { json: simplifiedMediaItem(fetched.mediaItem), binary: { [field]: copyOfFile(fetched.file, fileName) } };
}

function parseRequest(context: OperationContext, position: number): DownloadRequest | Error {
	const item = context.indexOf(position);
	try {
		const createError = inputErrorFor(context.node, { item });
		const waitForProcessing = optionValue(context.parameter<IDataObject>('options', position, {}), 'waitForProcessing', 0);
		return {
			id: parseMediaItemId(context.node, context.parameter<unknown>('mediaItem', position, ''), { item }),
			variant: variantOf(context, position),
			field: parseOutputField(context, position),
			fileName: parseFileName(context, position),
			minutes: parseNumber(waitForProcessing, { parameter: 'Wait for Videos', min: 0 }, createError),
		};
	} catch (error) {
		return rethrow(error);
	}
}
