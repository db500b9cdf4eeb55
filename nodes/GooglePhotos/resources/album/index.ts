import { resourceProperties } from '../operation';
import { addMediaItems } from './addMediaItems';
import { create } from './create';
import { get } from './get';
import { getAll } from './getAll';
import { getOrCreate } from './getOrCreate';
import { removeMediaItems } from './removeMediaItems';

export const albumProperties = resourceProperties(
	'album',
	[addMediaItems, create, get, getAll, getOrCreate, removeMediaItems],
	'getAll',
);
