import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** One operation of a resource: how it stands in the list, and the fields that appear when it is chosen. */
export interface Operation {
	option: INodePropertyOptions;
	fields: INodeProperties[];
}

/** Shows a field only for one operation. */
export function shownFor(resource: string, operation: string): IDisplayOptions {
	return { show: { resource: [resource], operation: [operation] } };
}

/**
 * The properties of a resource: its Operation field, and the fields of all its operations.
 *
 * @param operations in the order in which they are listed
 * @param standard the value chosen at first
 */
export function resourceProperties(
	resource: string,
	operations: Operation[],
	standard: string,
): INodeProperties[] {
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [resource] } },
			options: operations.map(({ option }) => option),
			default: standard,
		},
		...operations.flatMap(({ fields }) => fields),
	];
}
