/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */

/** How many are made for each MiB of buffers that has passed; see model/passingBuffers.ts. */
export const OBJECTS_FOR_A_MIB = 32;

/** Elements of one of them, of 64 KiB. */
const ELEMENTS = 8192;

/** How many objects something makes that only lead V8 to let go of buffers. */
export function youngObjectsMade(act: () => void): number {
	const original = globalThis.Array;
	let made = 0;
	globalThis.Array = new Proxy(original, {
		construct: (target, given: unknown[]) => {
			if (given[0] === ELEMENTS) made++;
			return Reflect.construct(target, given) as object;
		},
	});
	try {
		act();
	} finally {
		globalThis.Array = original;
	}
	return made;
}
