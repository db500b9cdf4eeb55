import { resourceProperties } from '../operation';
import { download } from './download';
import { get } from './get';
import { getAll } from './getAll';
import { update } from './update';
import { upload } from './upload';

export const mediaItemProperties = resourceProperties(
	'mediaItem',
	[download, get, getAll, update, upload],
	'upload',
);
