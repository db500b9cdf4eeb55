import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { sessionIdField } from '../../fields/pickingSession';
import { outputField } from '../../fields/outputFile';
import { STANDARD_WAIT, STANDARD_WAIT_OF_TOOL } from '../../picker/sessions';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const shown = shownFor('picker', 'waitForSelection');

/** A model's call that takes long is taken for one that hangs: it can call again when the user has picked. */
function maximumWait(standard: number, displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Maximum Wait (Minutes)',
		name: 'maximumWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: standard,
		description:
			'How long to wait for the user, and for videos that Google still processes. The execution runs meanwhile: to wait for hours, use a Wait node and Get Session instead.',
		displayOptions,
	};
}

/** Not declarative: all sessions of the input are polled together. See picker/wait. */
export const waitForSelection: Operation = {
	option: {
		name: 'Wait for Selection',
		value: 'waitForSelection',
		// of all texts, n8n shows this one to the model that has the operation as a tool
		action: 'Wait for the selection of a picking session (first show its link to the user)',
		description: 'Wait until the user has pressed Done, then hand on what they picked, with its files if wanted',
	},
	fields: [
		sessionIdField(shown),
		maximumWait(STANDARD_WAIT, { show: shown.show, hide: { '@tool': [true] } }),
		maximumWait(STANDARD_WAIT_OF_TOOL, { show: { ...shown.show, '@tool': [true] } }),
		{
			displayName: 'Download Files',
			name: 'downloadFiles',
			type: 'boolean',
			default: false,
			description: 'Whether to put the picked photos and videos into the output as files, ready for Upload',
			displayOptions: shown,
		},
		outputField({ show: { ...shown.show, downloadFiles: [true] } }),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			displayOptions: shown,
			options: [
				{
					displayName: 'Delete Session Afterwards',
					name: 'deleteSession',
					type: 'boolean',
					default: true,
					description:
						'Whether to delete the session when everything of it came out well. Its items can then no longer be downloaded.',
				},
				{
					displayName: 'Media Type',
					name: 'mediaType',
					type: 'options',
					default: 'all',
					description: 'Which of the picked items to hand on. Google lets the user pick both kinds.',
					options: [
						{ name: 'Photos and Videos', value: 'all' },
						{ name: 'Photos', value: 'photo' },
						{ name: 'Videos', value: 'video' },
					],
				},
			],
		},
	],
};
