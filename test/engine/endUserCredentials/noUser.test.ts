/** n8n has no sign-in for the user of an execution, or knows no user at all. Texts of n8n 2.41. */
import { OperationalError } from 'n8n-workflow';
import { ActiveTrigger } from '../../support/activeTrigger';
import { errorText, itemErrorText } from '../../support/errorText';
import { errorOf, pictureItems, upload } from '../../support/files';
import { onCredentialRead, twoPeople } from './people';

const NO_USER =
	"This node uses an end-user credential, but no user could be identified for this run, so the credential for it couldn't be resolved";
const NOT_CONNECTED =
	"'Google Photos' end-user credential is not connected for you. Connect yours to execute this workflow manually.";
const NO_IDENTITY_IN_MANUAL_TEST =
	"End-user credentials aren't supported by this workflow's trigger. Supported triggers: Manual, Sub-workflow. To use another trigger, switch this credential to Fixed.";

const resolverThat = (message: string) => () => {
	throw new OperationalError(message);
};

const getMediaItem = { resource: 'mediaItem', operation: 'get', mediaItem: { __rl: true, mode: 'id', value: 'x' } };

test.each([NO_USER, NOT_CONNECTED])('an operation says what is missing and quotes n8n: %s', async (text) => {
	const [person] = await twoPeople();
	const { engine, account } = person;
	onCredentialRead(person, resolverThat(text));
	const said = errorText(await errorOf(engine.run(getMediaItem)));
	expect(said).toMatch(/n8n has no sign-in with Google for the user of this execution/);
	expect(said).toContain(text);
	// n8n reads the credential of a declarative operation itself, before the node
	expect(errorText(await errorOf(engine.run({ resource: 'album', operation: 'getAll' })))).toContain(text);
	expect((await account.counts()).total).toBe(0);
});

test('a person who disconnects in the middle of an upload: the rest says "Not sent", and the other goes on', async () => {
	const [person, other] = await twoPeople();
	const { engine, account } = person;
	const items = await pictureItems(engine, 30);
	let reads = 0;
	onCredentialRead(person, () => {
		if (++reads > 10) resolverThat(NOT_CONNECTED)();
	});
	const [outputs, ofOther] = await Promise.all([
		engine.run(upload(), { items, node: { onError: 'continueRegularOutput' } }),
		other.engine.run(upload(), { items: await pictureItems(other.engine, 30) }),
	]);
	const said = outputs.map(itemErrorText);
	expect(said.filter((text) => !/no sign-in with Google for the user/.test(text))).toEqual([]);
	expect(said.filter((text) => text.startsWith('Not sent: ')).length).toBeGreaterThan(10);
	expect((await account.counts()).total).toBeLessThan(10);
	expect(ofOther).toHaveLength(30);
	expect((await other.account.library()).mediaItems).toHaveLength(30);
});

test.each([
	['when it is published', 'trigger', NO_USER],
	['when it is tested in the editor', 'manual', NO_IDENTITY_IN_MANUAL_TEST],
] as const)('the trigger refuses an end-user credential %s', async (_when, mode, text) => {
	const [person] = await twoPeople();
	const { engine, account } = person;
	onCredentialRead(person, resolverThat(text));
	const trigger = new ActiveTrigger(engine, { event: 'newMediaItem', from: 'library' });
	const error = await errorOf(trigger.poll(mode));
	expect(error.message).toBe('The trigger cannot use an end-user credential. Choose a credential of the kind "Fixed", and create one trigger for each account.');
	expect(error.description).toContain(text);
	expect((await account.counts()).total).toBe(0);
});

test('a credential that becomes an end-user credential fails each poll, and n8n is told that waiting does not help', async () => {
	const [person] = await twoPeople();
	let resolve = () => {};
	onCredentialRead(person, () => resolve());
	const trigger = new ActiveTrigger(person.engine, { event: 'newMediaItem', from: 'library' });
	await trigger.poll();
	resolve = resolverThat(NO_USER);
	for (let poll = 0; poll < 2; poll++) {
		const error = (await errorOf(trigger.poll())) as Error & { failure?: object };
		expect(error.message).toBe('The trigger cannot use an end-user credential. Choose a credential of the kind "Fixed", and create one trigger for each account.');
		expect(error.failure).toEqual({ cause: 'configuration-invalid' });
	}
	// nothing is remembered of it once the credential is Fixed again
	resolve = () => {};
	expect(await trigger.poll()).toBeNull();
});
