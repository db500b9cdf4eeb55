// Before n8n-core is loaded: it must not touch the settings and the keys of an n8n of the developer's.
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

// test/run.mts removes the folder that this is made in
globalThis.n8nFolder ??= mkdtempSync(path.join(process.env.ENGINE_FOLDER ?? tmpdir(), 'n8n-engine-'));
process.env.N8N_USER_FOLDER = globalThis.n8nFolder;
process.env.N8N_ENCRYPTION_KEY ??= 'only-for-tests';
process.env.N8N_LOG_LEVEL ??= 'silent';
