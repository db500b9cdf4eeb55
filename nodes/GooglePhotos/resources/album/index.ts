import { resourceProperties } from '../operation';
import { addEnrichment } from './addEnrichment';
import { addMediaItems } from './addMediaItems';
import { create } from './create';
import { get } from './get';
import { getAll } from './getAll';
import { getOrCreate } from './getOrCreate';
import { removeMediaItems } from './removeMediaItems';
import { update } from './update';

export const albumProperties = resourceProperties(
	'album',
	[addMediaItems, addEnrichment, create, get, getAll, getOrCreate, removeMediaItems, update],
	'getAll',
);
