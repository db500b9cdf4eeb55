/**
 * Renewal of access tokens under one n8n credential that stands for two Google accounts. n8n shares a renewal that is
 * under way by the credential's id alone: `refreshOrFetchToken` in n8n-core.
 */
import { errorText } from '../../support/errorText';
import { errorOf, itemWith, upload } from '../../support/files';
import { jpeg } from '../../support/pictures';
import { requestOfAnotherNode, twoPeople } from './people';
import type { Person } from './people';

const list = { resource: 'album', operation: 'getAll', returnAll: true };
const titles = async ({ engine }: Person) => (await engine.run(list)).map(({ json }) => json.title);

/** Lets the access tokens of both expire. The renewal of the first one is slow: that of the second begins meanwhile. */
async function bothExpire(people: Person[]) {
	for (const { account } of people) await account.expireAccess();
	await people[0].account.fault({ method: 'token', kind: 'pause', seconds: 1 });
}

test("each sees their own albums when both people's tokens expire at once", async () => {
	const people = await twoPeople();
	await people[0].account.seed({ albums: [{ title: 'Of the first' }] });
	await people[1].account.seed({ albums: [{ title: 'Of the second' }] });
	await bothExpire(people);
	expect(await Promise.all(people.map(titles))).toEqual([['Of the first'], ['Of the second']]);
	// both are stored, so that nobody renews again
	expect(await Promise.all(people.map(titles))).toEqual([['Of the first'], ['Of the second']]);
	for (const { account } of people) expect((await account.counts()).byMethod.token).toBe(1);
});

test("each uploads into their own library when both people's tokens expire at once", async () => {
	const people = await twoPeople();
	await bothExpire(people);
	await Promise.all(
		people.map(async ({ engine }, number) => {
			const items = [await itemWith(engine, await jpeg(number), `${number}.jpg`)];
			await engine.run(upload(), { items });
		}),
	);
	const libraries = await Promise.all(people.map(async ({ account }) => await account.library()));
	expect(libraries.map(({ mediaItems }) => mediaItems.map(({ filename }) => filename))).toEqual([['0.jpg'], ['1.jpg']]);
});

test("the sign-in that one has lost does not fail the other's execution", async () => {
	const people = await twoPeople();
	await people[1].account.seed({ albums: [{ title: 'Of the second' }] });
	await bothExpire(people);
	await people[0].account.revoke();
	const [lost, found] = await Promise.all([errorOf(people[0].engine.run(list)), titles(people[1])]);
	expect(errorText(lost)).toContain('Google no longer accepts the sign-in');
	expect(found).toEqual(['Of the second']);
});

test("no request gets the token that another node, such as HTTP Request, renews for the other person", async () => {
	const people = await twoPeople();
	await people[0].account.seed({ albums: [{ title: 'Of the first' }] });
	await people[1].account.seed({ albums: [{ title: 'Of the second' }] });
	await bothExpire(people);
	const [, found] = await Promise.all([requestOfAnotherNode(people[0]), titles(people[1])]);
	expect(found).toEqual(['Of the second']);
});
