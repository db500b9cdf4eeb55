/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
/** The output schemas of the Picker, compared with its actual output; see schemas.test.ts for the other resources. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { finished, ofItem, pickable, picker, sessions } from '../support/picker';
import { video } from '../support/pictures';

const folder = path.join(__dirname, '../../dist/nodes/GooglePhotos/__schema__/v1.0.0/picker');

test.each(['createSession', 'getSession', 'getAll', 'waitForSelection', 'download', 'deleteSession'])(
	'picker: %s',
	async (operation) => {
		const library = await pickable(1);
		const clip = await library.account.addFromElsewhere(await video(100_000), 'clip.mp4');
		const open = ['createSession', 'getSession'].includes(operation);
		const session = open
			? (await sessions(library.engine, 1))[0]
			: await finished(library, [...library.ids, clip]);
		const outputs = await library.engine.run(picker(operation, ofItem), { items: [session] });

		const file = readFileSync(path.join(folder, `${operation}.json`), 'utf8');
		const { properties } = JSON.parse(file) as { properties: Record<string, { type: string }> };
		const seen = Object.fromEntries(
			outputs.flatMap(({ json }) => Object.entries(json).map(([key, value]) => [key, typeof value])),
		);
		expect(seen).toEqual(Object.fromEntries(Object.entries(properties).map(([key, { type }]) => [key, type])));
	},
);
