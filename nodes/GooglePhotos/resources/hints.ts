import type { NodeHint } from 'n8n-workflow';

/** Hints in the output pane for results that users would otherwise take for their own mistake. */
export const hints: NodeHint[] = [
	{
		type: 'info',
		message:
			'Google shows an app only the albums, photos and videos that it created itself, with the same Client ID. Everything else in the library is missing here, so the list may even be empty.',
		// not for the Picker: it lists items of the whole library
		displayCondition: '={{ $parameter["operation"] === "getAll" && $parameter["resource"] !== "picker" }}',
		whenToDisplay: 'always',
		location: 'outputPane',
	},
	{
		type: 'info',
		message: 'If the list is empty, nothing was picked in the session',
		displayCondition: '={{ $parameter["operation"] === "getAll" && $parameter["resource"] === "picker" }}',
		whenToDisplay: 'afterExecution',
		location: 'outputPane',
	},
	{
		type: 'warning',
		message:
			"The 'baseUrl' of a media item works for 60 minutes only. Do not store it: to get the file, use 'Media Item: Download'.",
		displayCondition: '={{ $parameter["resource"] === "mediaItem" && $parameter["simplify"] === false }}',
		whenToDisplay: 'afterExecution',
		location: 'outputPane',
	},
];
