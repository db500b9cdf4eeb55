import type { IDataObject, INode, IPollFunctions } from 'n8n-workflow';

/**
 * What a trigger remembers from one poll to the next, in the static data of its workflow; see storage. n8n is sure
 * to store it only when items are handed on, and may go back to what it stored last: so everything in it may be
 * old, and only costs requests then, except for the known ids, which change when items are handed on.
 */
export interface TriggerState {
	/** what was watched */
	source: string;
	/** which sign-in of the credential it was read with */
	signIn: string;
	/** the ids that were seen; see Known */
	known: string;
	/** when the last whole reading that came to its end began, in milliseconds since 1970 */
	checkedAt: number;
	/** a whole reading that goes on at the next poll */
	fullScan?: FullScan;
	/** after a new sign-in: a reading that looks for a known id, to know the account by, which goes on at the next poll */
	identifying?: { signIn: string; walk: FullScan };
	/** the list was empty when it was last read */
	empty?: true;
	/** the album, if it was found by its title */
	album?: TitledAlbum;
	/** of an album of several pages: how many items Google said it had when it was last read as a whole */
	count?: number;
	/** of such an album: a number that was larger than what could be read; the next one is believed */
	suspectCount?: number;
	/** of such an album: before this (milliseconds since 1970) another number alone is no reason to read the whole album */
	recountAt?: number;
	/** of such an album: where its last page begins */
	tail?: string;
}

/** An album that is watched by its title. */
export interface TitledAlbum {
	id: string;
	/** as it is compared; see comparableTitle */
	title: string;
	/** when it was last seen to have that title, in milliseconds since 1970 */
	checkedAt: number;
}

/** A reading of the whole list, which may take more than one poll. */
export interface FullScan {
	/** when it began, in milliseconds since 1970 */
	begun: number;
	/** the first one: what it meets was there before, and is not new */
	baseline: boolean;
	/** the page with which it goes on; none is the first */
	token?: string;
	/** the tokens of the pages that it has passed; see Known */
	passed?: string;
	/** of an album: how many items it said it had when the reading began */
	count?: number;
	/** of an album: how many pages were read, and how many items were new */
	pages?: number;
	found?: number;
}

/** What the static data of one node's name holds. */
interface Slot extends IDataObject {
	/** by the ids of the nodes */
	memories?: Record<string, TriggerState & IDataObject>;
	/** as it was kept before memories had ids */
	memory?: TriggerState & IDataObject;
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
export function recall(context: IPollFunctions): TriggerState | undefined {
	const { id } = context.getNode();
	const own = ownSlot(context);
	for (const { memories } of [own, ...otherSlots(context)]) if (memories?.[id]) return mended(memories[id]);
	// of a node that had this name and is gone: this one was made in its place, or the workflow was copied
	const left = Object.entries(own.memories ?? {}).filter(([other]) => !isInWorkflow(context, other));
	return mended(left.at(-1)?.[1] ?? own.memory);
}

/** Keeps what is to be remembered; to be called only just before the poll ends. */
export function keep(context: IPollFunctions, memory: TriggerState): void {
	const { id } = context.getNode();
	const own = ownSlot(context);
	const others = without(own, (other) => !isInWorkflow(context, other));
	own.memories = { ...others, [id]: memory as TriggerState & IDataObject };
	delete own.memory;
	for (const slot of otherSlots(context)) {
		if (slot.memories?.[id]) slot.memories = without(slot, (other) => other === id);
	}
}

function without({ memories = {} }: Slot, leftOut: (id: string) => boolean): Slot['memories'] {
	return Object.fromEntries(Object.entries(memories).filter(([id]) => !leftOut(id)));
}

/** A first reading that was never believed to be at its end, by an album that counts what is not listed. */
function mended(memory: TriggerState | undefined): TriggerState | undefined {
	return memory?.fullScan?.baseline && memory.fullScan.token === undefined ? { ...memory, fullScan: undefined } : memory;
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
