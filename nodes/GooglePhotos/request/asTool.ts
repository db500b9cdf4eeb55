import type { INode } from 'n8n-workflow';

/**
 * Whether an agent decides what is asked for: n8n appends the word to the type of a node that it runs as a tool.
 * https://docs.n8n.io/integrations/creating-nodes/plan/choose-node-method/
 */
export function isTool(node: INode): boolean {
	return node.type.endsWith('Tool');
}
