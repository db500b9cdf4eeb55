import { resourceProperties } from '../operation';
import { createFromTokens } from './createFromTokens';
import { download } from './download';
import { get } from './get';
import { getAll } from './getAll';
import { update } from './update';
import { upload } from './upload';
import { uploadBytes } from './uploadBytes';

export const mediaItemProperties = resourceProperties(
	'mediaItem',
	[download, get, getAll, update, upload, uploadBytes, createFromTokens],
	'upload',
);
