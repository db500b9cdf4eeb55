/**
 * Bytes of young objects allocated per byte of a buffer: enough to trigger a scavenge before the limit of 64 MB, even
 * with semi-spaces of 32 MB.
 */
const PART = 2;

/** Bytes of one object. Larger objects would not be allocated in the young generation. */
const OBJECT = 64 * 1024;
const BYTES_OF_ELEMENT = 8;

const last: { object?: unknown[] } = {};
let owed = 0;

/**
 * Reports bytes of buffers that are no longer needed, so that V8 frees them early.
 *
 * The bytes of a buffer are outside V8's heap; inside is only a small object. There are too few of these to trigger a
 * scavenge (minor garbage collection), which would free them. Instead V8 runs a major collection for each 64 MB of
 * buffers. In n8n it traverses a heap of 150 MB, all of it live, which took half of the time and CPU of a transfer of
 * gigabytes. This function allocates young objects in proportion to the buffers: the scavenge runs early, finds almost
 * nothing alive, and takes 3 ms.
 * https://v8.dev/blog/trash-talk
 *
 * @param bytes sum over all buffers that the data has passed through
 */
export function reportExternalBytes(bytes: number): void {
	for (owed += bytes * PART; owed >= OBJECT; owed -= OBJECT) {
		last.object = new Array<undefined>(OBJECT / BYTES_OF_ELEMENT);
	}
}
