// Runs before n8n-core is loaded, which must not use the settings and keys of a developer's own n8n.
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

// test/run.mts deletes the parent folder.
globalThis.n8nFolder ??= mkdtempSync(path.join(process.env.ENGINE_FOLDER ?? tmpdir(), 'n8n-engine-'));
process.env.N8N_USER_FOLDER = globalThis.n8nFolder;
process.env.N8N_ENCRYPTION_KEY ??= 'only-for-tests';
process.env.N8N_LOG_LEVEL ??= 'silent';
