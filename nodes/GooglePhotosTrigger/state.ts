import type { IDataObject, INode, IPollFunctions } from 'n8n-workflow';

/**
 * Memory of a trigger between polls, in the static data of its workflow; see `loadState`. n8n reliably stores it only when
 * the poll outputs items, and may fall back to the last stored state. So every field may be out of date, which only
 * costs requests. Exception: the known IDs, but they change only when the poll outputs items.
 */
export interface TriggerState {
	/** the feed list; see Feed */
	source: string;
	/** the sign-in of the credential with which the list was read; see Feed */
	signIn: string;
	/** the seen IDs; see SeenIds */
	known: string;
	/** when the last completed full scan began, in milliseconds since 1970 */
	checkedAt: number;
	/** a full scan that continues at the next poll */
	fullScan?: FullScan;
	/** after a new sign-in: a scan for a known ID, which identifies the account; it continues at the next poll */
	identifying?: { signIn: string; fullScan: FullScan };
	/** whether the list was empty when it was last read */
	empty?: true;
	/** the album, only if it was found by its title */
	album?: TitledAlbum;
	/** of an album of several pages: the item count at the last full scan plus items found since */
	count?: number;
	/** of such an album: a distrusted count, which grew by more than the scan found; the next one is accepted */
	suspectCount?: number;
	/** of such an album: before this time (milliseconds since 1970), a changed count alone starts no full scan */
	recountAt?: number;
	/** of such an album: page token of its last page */
	tail?: string;
}

/** An album that is watched by its title. */
export interface TitledAlbum {
	id: string;
	/** normalized by comparableTitle */
	title: string;
	/** when Google last showed it with that title, in milliseconds since 1970 */
	checkedAt: number;
}

/** A full scan of the list, which may take several polls. */
export interface FullScan {
	/** when it began, in milliseconds since 1970 */
	begun: number;
	/** whether it is the baseline scan: its entries existed before and are not new */
	baseline: boolean;
	/** page token with which it continues; undefined for the first page */
	token?: string;
	/** page tokens that it has already seen; see SeenIds */
	passed?: string;
	/** of an album: item count when the scan began */
	count?: number;
	/** of an album: number of pages read, and of new items */
	pages?: number;
	found?: number;
}

/** The static data of one node name. */
interface Slot extends IDataObject {
	/** by node ID */
	memories?: Record<string, TriggerState & IDataObject>;
	/** format of earlier versions, without node IDs */
	memory?: TriggerState & IDataObject;
}

/** The fields of n8n's internal workflow object that are read here; the type of the poll context omits them. */
interface WorkflowInside {
	staticData?: Record<string, Slot | undefined>;
	nodes?: Record<string, INode>;
}

/**
 * Reads the memory of the trigger. n8n stores static data by node name, so a renamed node has none under its new name.
 * Therefore each memory is stored with the node ID and is also searched under other node names.
 * `getWorkflowStaticData('global')` is no better place: it belongs to the workflow's author, and n8n's durable cursors
 * omit it. https://docs.n8n.io/code/cookbook/builtin/get-workflow-static-data/
 *
 * @returns undefined if there is none; callers must not change it
 */
export function loadState(context: IPollFunctions): TriggerState | undefined {
	const { id } = context.getNode();
	const own = ownSlot(context);
	for (const { memories } of [own, ...otherSlots(context)]) if (memories?.[id]) return validState(memories[id]);
	// memory of a node that had this name and no longer exists: it was replaced, or the workflow was copied
	const left = Object.entries(own.memories ?? {}).filter(([other]) => !isInWorkflow(context, other));
	return validState(left.at(-1)?.[1] ?? own.memory);
}

/** Stores the memory. Call it only right before the poll ends. */
export function saveState(context: IPollFunctions, memory: TriggerState): void {
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

/** Drops a baseline scan without a token: an earlier version never completed it if the album counts unlisted items. */
function validState(memory: TriggerState | undefined): TriggerState | undefined {
	return memory?.fullScan?.baseline && memory.fullScan.token === undefined ? { ...memory, fullScan: undefined } : memory;
}

function ownSlot(context: IPollFunctions): Slot {
	return context.getWorkflowStaticData('node') as Slot;
}

function otherSlots(context: IPollFunctions): Slot[] {
	const own = `node:${context.getNode().name}`;
	return Object.entries(internalsOf(context).staticData ?? {}).flatMap(([key, slot]) =>
		key.startsWith('node:') && key !== own && slot ? [slot] : [],
	);
}

function isInWorkflow(context: IPollFunctions, id: string): boolean {
	return Object.values(internalsOf(context).nodes ?? {}).some((node) => node.id === id);
}

function internalsOf(context: IPollFunctions): WorkflowInside {
	return (context as { workflow?: WorkflowInside }).workflow ?? {};
}
