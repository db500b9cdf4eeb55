import type { NodeHint } from 'n8n-workflow';

/** What the editor says beside the output, where people otherwise look for a fault of theirs. */
export const hints: NodeHint[] = [
	{
		type: 'info',
		message:
			'Google shows an app only the albums, photos and videos that it created itself, with the same Client ID. Everything else in the library is missing here, also when the list is empty.',
		// of what a user picks the opposite holds
		displayCondition: '={{ $parameter["operation"] === "getAll" && $parameter["resource"] !== "picker" }}',
		whenToDisplay: 'always',
		location: 'outputPane',
	},
	{
		type: 'warning',
		message:
			'The baseUrl of a media item works for 60 minutes only. Do not store it: to get the file, use Media Item: Download.',
		displayCondition: '={{ $parameter["resource"] === "mediaItem" && $parameter["simplify"] === false }}',
		whenToDisplay: 'afterExecution',
		location: 'outputPane',
	},
];
