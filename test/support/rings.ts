/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
/** Whether all of the tests run (`npm run test:full`), not only what the gate of each change takes. */
export const inFull = process.env.TEST_RING === 'full';
