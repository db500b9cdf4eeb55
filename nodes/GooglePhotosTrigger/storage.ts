import type { IDataObject, INode, IPollFunctions } from 'n8n-workflow';
import type { Memory } from './memory';

/** What the static data of one node's name holds. */
interface Slot extends IDataObject {
	/** by the ids of the nodes */
	memories?: Record<string, Memory & IDataObject>;
	/** as it was kept before memories had ids */
	memory?: Memory & IDataObject;
}

/** The parts of n8n's workflow that are read here; its type for polls does not name them. */
interface WorkflowInside {
	staticData?: Record<string, Slot | undefined>;
	nodes?: Record<string, INode>;
}

/**
 * What is remembered by the trigger. n8n keeps static data by the name of a node, so a renamed one has none: its
 * memory carries the id of the node, and is looked for under the names of the others. `getWorkflowStaticData('global')`
 * would be no better place: it belongs to the workflow's author, and n8n's durable cursors leave it out.
 * https://docs.n8n.io/code/cookbook/builtin/get-workflow-static-data/
 *
 * @returns undefined if there is nothing; it is not to be changed
 */
export function recall(context: IPollFunctions): Memory | undefined {
	const { id } = context.getNode();
	const own = ownSlot(context);
	for (const { memories } of [own, ...otherSlots(context)]) if (memories?.[id]) return mended(memories[id]);
	// of a node that had this name and is gone: this one was made in its place, or the workflow was copied
	const left = Object.entries(own.memories ?? {}).filter(([other]) => !isInWorkflow(context, other));
	return mended(left.at(-1)?.[1] ?? own.memory);
}

/** Keeps what is to be remembered; to be called only just before the poll ends. */
export function keep(context: IPollFunctions, memory: Memory): void {
	const { id } = context.getNode();
	const own = ownSlot(context);
	const others = without(own, (other) => !isInWorkflow(context, other));
	own.memories = { ...others, [id]: memory as Memory & IDataObject };
	delete own.memory;
	for (const slot of otherSlots(context)) {
		if (slot.memories?.[id]) slot.memories = without(slot, (other) => other === id);
	}
}

function without({ memories = {} }: Slot, leftOut: (id: string) => boolean): Slot['memories'] {
	return Object.fromEntries(Object.entries(memories).filter(([id]) => !leftOut(id)));
}

/** A first reading that was never believed to be at its end, by an album that counts what is not listed. */
function mended(memory: Memory | undefined): Memory | undefined {
	return memory?.walk?.silent && memory.walk.token === undefined ? { ...memory, walk: undefined } : memory;
}

function ownSlot(context: IPollFunctions): Slot {
	return context.getWorkflowStaticData('node') as Slot;
}

function otherSlots(context: IPollFunctions): Slot[] {
	const own = `node:${context.getNode().name}`;
	return Object.entries(insideOf(context).staticData ?? {}).flatMap(([key, slot]) =>
		key.startsWith('node:') && key !== own && slot ? [slot] : [],
	);
}

function isInWorkflow(context: IPollFunctions, id: string): boolean {
	return Object.values(insideOf(context).nodes ?? {}).some((node) => node.id === id);
}

function insideOf(context: IPollFunctions): WorkflowInside {
	return (context as { workflow?: WorkflowInside }).workflow ?? {};
}
