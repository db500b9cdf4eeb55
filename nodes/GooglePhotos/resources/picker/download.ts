import { sessionIdField } from '../../fields/pickingSession';
import { outputField } from '../../fields/outputFile';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const shown = shownFor('picker', 'download');

/** Not declarative: a session is listed, and each of its items then has its bytes fetched. See picker/download. */
export const download: Operation = {
	option: {
		name: 'Download',
		value: 'download',
		action: 'Download picked items (an agent does not see the files)',
		description: 'Download what the user picked in a session that is finished, as files ready for Upload',
	},
	fields: [
		{
			displayName:
				'Google removes the location from photos and re-encodes videos; the original bytes cannot be had through its API',
			name: 'downloadNotice',
			type: 'notice',
			default: '',
			displayOptions: shown,
		},
		sessionIdField(shown),
		{
			displayName: 'Items',
			name: 'items',
			type: 'options',
			default: 'all',
			displayOptions: shown,
			options: [
				{ name: 'All Picked Items', value: 'all', description: 'Everything that was picked in the session' },
				{ name: 'Some by ID', value: 'ids', description: 'Only the picked items that you name' },
			],
		},
		{
			displayName: 'Media Item IDs',
			name: 'mediaItemIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. AbCdEfGh, IjKlMnOp',
			description:
				'The ID of a picked item, or several with commas, spaces or line breaks between them, as Get Many or Wait for Selection gave them out',
			displayOptions: { show: { ...shown.show, items: ['ids'] } },
		},
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
					displayName: 'Maximum Wait (Minutes)',
					name: 'maximumWait',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 15,
					description: 'How long to wait for videos that Google still processes',
				},
			],
		},
	],
};
