/** Album order over the tries of n8n's Retry On Fail: each try adds only what the tries before have not added. */
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { album, pictureItems, upload } from '../support/files';
import { withoutWaiting } from '../support/instantClock';

const retries = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };

describe.each([
	['at the end', undefined],
	['FIRST_IN_ALBUM', { place: { position: 'FIRST_IN_ALBUM' } }],
])('position %s', (_title, albumPosition) => {
	test.each([
		[1, 1],
		[5, 1],
		[5, 0],
		[5, 3],
	])('with %i parallel uploads, and the first try stopped by file %i, the album has the input order', async (parallelUploads, skip) => {
		const time = withoutWaiting();
		try {
			const account = await newAccount();
			const engine = await Engine.for(account);
			const { albumIds } = await account.seed({ albums: [{ title: 'Sea' }] });
			const items = await pictureItems(engine, 5);
			await account.fault({ method: 'uploads', kind: 'status', status: 400, skip });
			const options = { parallelUploads, ...(albumPosition && { albumPosition }) };
			const outputs = await engine.run(upload({ ...album('id', albumIds[0]), options }), { items, node: retries });
			const [{ entries }] = (await account.library()).albums;
			const own = outputs.map(({ json }) => json.id);
			expect(own).toHaveLength(5);
			const listed = entries.flatMap((entry) => ('mediaItemId' in entry ? [entry.mediaItemId] : []));
			expect(listed.filter((id) => own.includes(id))).toEqual(own);
			expect((await account.counts()).byMethod.uploads).toBeGreaterThan(5);
		} finally {
			time.restore();
		}
	});
});
