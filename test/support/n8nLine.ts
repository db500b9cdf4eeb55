// read at run time: the engine may be of another n8n
const { version } = nativeRequire('n8n-core/package.json') as { version: string };

/** Which n8n the engine is of: 1 for n8n 1.x, 2 for n8n 2.x, whose n8n-core has the numbers of n8n. */
export const N8N_LINE = Number(version.split('.')[0]);
