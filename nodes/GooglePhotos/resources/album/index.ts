import { resourceProperties } from '../operation';
import { create } from './create';
import { get } from './get';
import { getAll } from './getAll';
import { getOrCreate } from './getOrCreate';

export const albumProperties = resourceProperties('album', [create, get, getAll, getOrCreate], 'getAll');
