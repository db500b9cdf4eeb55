import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** Says how a downloaded file differs from the original. https://developers.google.com/photos/library/guides/access-media-items */
export const downloadNotice = (displayOptions: IDisplayOptions): INodeProperties => ({
	displayName: 'Google removes the location from photos and re-encodes videos: its API never returns the original bytes',
	name: 'downloadNotice',
	type: 'notice',
	default: '',
	displayOptions,
});
