// Read at run time, because the engine may be n8n 1.x's.
const { version } = nativeRequire('n8n-core/package.json') as { version: string };

/** Major version of n8n-core: 1 in n8n 1.x, 2 in n8n 2.x. */
export const N8N_LINE = Number(version.split('.')[0]);
