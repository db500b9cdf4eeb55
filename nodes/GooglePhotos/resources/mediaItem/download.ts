import type { INodeProperties } from 'n8n-workflow';
import { mediaItemLocator } from '../../fields/mediaItem';
import { outputField } from '../../fields/outputFile';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

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
			description: 'The photo or video as good as Google gives it',
		},
		{
			name: 'Cropped to Size',
			value: 'crop',
			description: 'A picture of exactly this size, its edges cut off where needed. Of a video, a picture of it.',
		},
		{
			name: 'Scaled to Fit',
			value: 'fit',
			description: 'A picture that is not larger than this, with its proportions kept. Of a video, a picture of it with a play button on it.',
		},
		{
			name: 'Video of a Motion Photo',
			value: 'motion',
			description: 'The short video that a motion photo has in it. Videos come as with Best Quality.',
		},
		{
			name: 'Video Thumbnail',
			value: 'thumbnail',
			description: 'A picture of the video without a play button on it, not larger than this. Photos are scaled to fit.',
		},
	],
};

function pixels(
	displayName: string,
	name: string,
	standard: number,
	description: string,
	variants: string[],
): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 16383, numberPrecision: 0 },
		default: standard,
		description,
		displayOptions: shownForVariants(...variants),
	};
}

const FITTING = ['fit', 'thumbnail'];
const CROPPED = ['crop'];

/** Not declarative: media items are asked for by 50, and each then has its bytes fetched. See download/. */
export const download: Operation = {
	option: {
		name: 'Download',
		value: 'download',
		action: 'Download a media item (an agent does not see the file)',
		description: 'Download a photo or video that this app uploaded, in best quality or as a smaller picture',
	},
	fields: [
		mediaItemLocator({ displayOptions: shown }),
		variant,
		{
			displayName:
				'Google removes the location from photos and re-encodes videos; the original bytes cannot be had back through its API',
			name: 'downloadNotice',
			type: 'notice',
			default: '',
			displayOptions: shownForVariants('best'),
		},
		pixels('Maximum Width', 'maxWidth', 1920, 'In pixels, up to 16,383; 0 if only the height matters', FITTING),
		pixels('Maximum Height', 'maxHeight', 1920, 'In pixels, up to 16,383; 0 if only the width matters', FITTING),
		pixels('Width', 'width', 512, 'In pixels, from 1 to 16,383', CROPPED),
		pixels('Height', 'height', 512, 'In pixels, from 1 to 16,383', CROPPED),
		outputField(shown),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			displayOptions: shown,
			options: [
				{
					displayName: 'Wait for Videos (Minutes)',
					name: 'waitForProcessing',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 15,
					description:
						'How long to wait for videos that Google has not made ready yet. Other files are downloaded meanwhile. Without this option such a video fails.',
				},
			],
		},
	],
};
