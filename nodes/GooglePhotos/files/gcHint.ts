/**
 * Bytes of young objects that are made for each byte of a buffer: so many that a quick collection comes before
 * the limit of 64 MB, with room for V8's spaces of up to 32 MB.
 */
const PART = 2;

/** Bytes of one of them; larger ones would not be made among the young. */
const OBJECT = 64 * 1024;
const BYTES_OF_ELEMENT = 8;

const last: { object?: unknown[] } = {};
let owed = 0;

/**
 * Tells that bytes have passed in buffers that nobody needs any more, so that V8 lets go of them early.
 *
 * The bytes of a buffer lie outside of V8's heap, and only a small object lies in it. There are too few of these
 * to bring about a quick collection of young objects, which would free them. Instead V8 looks through its whole
 * heap each time that 64 MB of buffers have come together. In n8n that is 150 MB, all of it still in use, and it
 * took half of the time and of the processor when a file of gigabytes passed. So young objects are made along
 * with the buffers: the quick collection comes early, finds next to nothing alive, and takes 3 ms.
 * https://v8.dev/blog/trash-talk
 *
 * @param bytes in all buffers through which the file passes
 */
export function reportExternalBytes(bytes: number): void {
	for (owed += bytes * PART; owed >= OBJECT; owed -= OBJECT) {
		last.object = new Array<undefined>(OBJECT / BYTES_OF_ELEMENT);
	}
}
