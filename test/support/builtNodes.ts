/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
/** The node types of the built package, as the n8n server loads them. */
import 'reflect-metadata';
import path from 'node:path';
import { PackageDirectoryLoader, RoutingNode } from 'n8n-core';
import type { ExecuteContext } from 'n8n-core';
import { NodeHelpers } from 'n8n-workflow';
import type { INodeType, INodeTypes } from 'n8n-workflow';

const root = path.resolve(__dirname, '../..');

/** Includes the tools that n8n derives from nodes for agents, whose types end in "Tool". */
export async function loadNodeTypes(): Promise<INodeTypes> {
	const loader = new PackageDirectoryLoader(root);
	await loader.loadAll();
	const byType = (type: string) => {
		const name = (type.split('.').pop() as string).replace(/Tool$/, '');
		return loader.getNode(name).type as INodeType;
	};
	return {
		getByName: byType,
		getKnownTypes: () => ({}),
		getByNameAndVersion: (type, version) => {
			const nodeType = NodeHelpers.getVersionedNodeType(byType(type), version);
			// As the n8n server does for declarative nodes.
			nodeType.execute ??= async function (this: unknown) {
				return (await new RoutingNode(this as ExecuteContext, nodeType).runNode()) ?? [];
			};
			return type.endsWith('Tool') ? asTool(nodeType) : nodeType;
		},
	};
}

/** Derives a tool from a node as the n8n server does. */
function asTool(nodeType: INodeType): INodeType {
	const { description } = nodeType;
	const ofTool = { ...description, name: `${description.name}Tool`, inputs: [], outputs: ['ai_tool'] };
	return Object.create(nodeType, { description: { value: ofTool } }) as INodeType;
}
