import { resourceProperties } from '../operation';
import { createSession } from './createSession';
import { deleteSession } from './deleteSession';
import { download } from './download';
import { getAll } from './getAll';
import { getSession } from './getSession';
import { waitForSelection } from './waitForSelection';

export const pickerProperties = resourceProperties(
	'picker',
	[createSession, deleteSession, download, getAll, getSession, waitForSelection],
	'createSession',
);
