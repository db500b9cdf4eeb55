/** Texts of an error for users, and for the model of an agent, which reads only the message. */
import fc from 'fast-check';
import type { INode, NodeOperationError } from 'n8n-workflow';
import type { FailureKind } from '../../../nodes/GooglePhotos/errors/kinds';
import { apiError, inputError, skippedError, withContext } from '../../../nodes/GooglePhotos/errors/nodeError';
import { appendText, openingOf } from '../../../nodes/GooglePhotos/errors/wording';
import { errorText } from '../../support/errorText';
import { node } from '../support/caller';

const inWorkflow = node();
const asTool: INode = { ...node(), type: `${node().type}Tool` };

const failed = (of: INode, kind: FailureKind, message = '') => apiError(of, { kind, message, outcomeUnknown: false, status: 400 }, { item: 3 });

test.each<[FailureKind, RegExp]>([
	['signInEnded', /\. Reconnect the credential\.$/],
	['missingScope', /\. Reconnect the credential, and tick every box on Google's page\.$/],
	['tooManyRequests', /\. Run the rest later\.$/],
	['serverFault', /\. Run this item again later\.$/],
	['dayQuota', /\. The quota resets at midnight Pacific Time\.$/],
	['connectionLost', /run this item again\.$/],
	['albumFull', /\. Use another album\.$/],
	['unknownMediaItem', /\. Check the ID\.$/],
	['foreignAlbum', /'Album: Create'\.$/],
	['sessionExpired', /'Picker: Create Session'\.$/],
])('the message of %s says in its last words what to do; as a tool, it also says why', (kind, advice) => {
	const { message } = failed(inWorkflow, kind);
	expect(message).toMatch(advice);
	const [what, todo] = message.split(' [item 3]');
	const tool = failed(asTool, kind).message;
	expect(tool.startsWith(`${what}${todo}`)).toBe(true);
	expect(tool.length).toBeGreaterThanOrEqual(`${what}${todo}`.length);
});

test('with a request that may have been carried out, the message ends with how to find out', () => {
	const lost = (subject: object) => apiError(inWorkflow, { kind: 'connectionLost', message: '', outcomeUnknown: true }, { item: 0, ...subject });
	expect(lost({ mayBeDone: true }).message).toBe(
		'The connection to Google Photos was lost, but it may have been carried out [item 0]. Check in Google Photos before running it again.',
	);
	expect(lost({ mayBeDone: true, repeatable: true }).message).toMatch(/\[item 0\]\. Running it again does no harm\.$/);
	expect(lost({ mayBeInLibrary: true }).message).toMatch(/may be in the library \[item 0\]\. Running it again creates no second copy\.$/);
});

test('where only the words of Google say what is wrong, the message ends with them', () => {
	const error = apiError(inWorkflow, { kind: 'invalid', message: 'Invalid page token.', outcomeUnknown: false, status: 400 }, { item: 0, parameter: 'Album' });
	expect([error.message, error.description]).toEqual([
		'Google Photos did not accept the request [item 0]. Google says: Invalid page token.',
		"Check the parameters of this operation. Parameter: 'Album'.",
	]);
	const unsure = apiError(inWorkflow, { kind: 'invalid', message: 'No.', outcomeUnknown: true, status: 400 }, { mayBeDone: true });
	expect(unsure.message).toMatch(/Check in Google Photos before running it again\.$/);
	expect(unsure.description).toMatch(/Google says: No\.$/);
});

test('as a tool, the message has no item index, but the context of the error does', () => {
	expect(failed(inWorkflow, 'albumFull').message).toBe('The album is full [item 3]. Use another album.');
	const error = failed(asTool, 'albumFull');
	expect(error.message).toBe('The album is full. Use another album. An album holds at most 20,000 items.');
	expect(error.context.itemIndex).toBe(3);
});

test('as a tool, the message quotes Google only if nothing else says what is wrong', () => {
	expect(failed(asTool, 'invalid', 'Invalid page token.').message).toBe(
		'Google Photos did not accept the request. Check the parameters of this operation. Google says: Invalid page token.',
	);
	expect(failed(asTool, 'forbidden', 'No.').message).not.toContain('Google says');
	expect(failed(asTool, 'forbidden', 'No.').description).toContain('Google says: No.');
});

test('as a tool, the message says before the advice that the request may have been carried out', () => {
	const error = apiError(asTool, { kind: 'connectionLost', message: '', outcomeUnknown: true }, { mayBeDone: true, what: 'album "A"' });
	expect(error.message).toMatch(/^The connection to Google Photos was lost, but it may have been carried out: album "A"\. Check in Google Photos before running it again\. Check the network/);
});

test('as a tool, the description does not repeat the message, and an empty one is omitted', () => {
	const error = inputError(asTool, 'The date is wrong', 'Write it as 2026-07-14.', { item: 0, parameter: 'Date' });
	expect([error.message, error.description]).toEqual(['The date is wrong. Write it as 2026-07-14.', 'Parameter: \'Date\'.']);
	expect(inputError(asTool, 'This is no date', 'Write it as 2026-07-14.').description).toBeUndefined();
	expect(failed(asTool, 'fileTooLarge', 'File too large').description).not.toContain('Google accepts photos');
});

test('as a tool, the error for another item, or for a skipped one, still contains the advice', () => {
	const end = failed(asTool, 'storageFull');
	expect(withContext(end, { item: 1, what: 'file "a.jpg"' }).message).toMatch(/: file "a\.jpg"\. Free up space at/);
	expect(skippedError(end, 1).message).toMatch(/^Not sent: The storage of the Google account is full\. Free up space at/);
});

test('in a workflow, the message has the item index and the first sentence of the advice, the description the rest', () => {
	const error = inputError(inWorkflow, 'The date is wrong', 'Write it as 2026-07-14. It is "x".', { item: 0, parameter: 'Date' });
	expect([error.message, error.description]).toEqual(['The date is wrong [item 0]. Write it as 2026-07-14.', 'It is "x". Parameter: \'Date\'.']);
});

test.each([inWorkflow, asTool])('a message that begins with "This" names the parameter of the value, and the description does not repeat it: %#', (of) => {
	const said = (message: string, parameter?: string) => errorText(inputError(of, message, 'Enter one.', { what: '"x"', parameter })).replace(/ \| $/, '');
	expect(said('This is neither true nor false', 'Simplify')).toBe('\'Simplify\' is neither true nor false: "x". Enter one.');
	expect(said('This has no date', 'Dates')).toBe('\'Dates\' has no date: "x". Enter one.');
	expect(said('This contains two', 'Album')).toBe('\'Album\' contains two: "x". Enter one.');
	expect(said('This is no date')).toBe('This is no date: "x". Enter one.');
	expect(said('This media item is old', 'Album')).toBe('This media item is old: "x". Enter one. | Parameter: \'Album\'.');
	expect(said("Of 'Dates', one is empty", 'Dates')).toBe('Of \'Dates\', one is empty: "x". Enter one.');
});

test('what an error is about stands on one line, and words that no name or ID has are cut', () => {
	const said = (what: string) => inputError(inWorkflow, 'No', 'Enter one.', { what }).message;
	expect(said('album "a \r\n b"')).toBe('No: album "a b". Enter one.');
	expect(said(`album "${'x'.repeat(255)}"`)).toContain(`"${'x'.repeat(255)}"`);
	expect(said(`album "${'x'.repeat(256)}"`)).toContain(`"${'x'.repeat(100)}…"`);
});

test('where something other than Google answered, the message has the status; with 413, what to do about it', () => {
	const of = (status: number) => apiError(inWorkflow, { kind: 'unexpectedReply', message: '', foreign: true, outcomeUnknown: false, status }, { item: 0 }).message;
	expect(of(403)).toBe('Something other than Google Photos answered the request (HTTP status 403) [item 0]. Check the proxy settings and the network of the machine that runs n8n.');
	expect(of(413)).toBe('Something other than Google Photos answered the request (HTTP status 413) [item 0]. Increase the maximum body size of the proxy: the body of this request is larger.');
	expect(failed(inWorkflow, 'unexpectedReply').message).not.toContain('HTTP status');
});

test('the opening of any text consists of its first whole sentences, and no text is lost', () => {
	const sentence = fc.stringMatching(/^[A-Z][a-z]{0,9}( [a-z0-9.]{0,8}[a-z0-9]){0,30}[.!?]$/);
	fc.assert(
		fc.property(fc.array(sentence, { minLength: 1, maxLength: 6 }), (sentences) => {
			const [opening, rest] = openingOf(sentences.join(' '));
			expect([opening, rest].filter(Boolean).join(' ')).toBe(sentences.join(' '));
			expect(opening.startsWith(sentences[0])).toBe(true);
			expect(opening === sentences[0] || opening.length <= 250).toBe(true);
		}),
	);
	expect(openingOf('No period')).toEqual(['No period', '']);
	expect(openingOf('Set it to "In production". Then go on.')[0]).toBe('Set it to "In production". Then go on.');
});

test('added text goes to the message as a tool, and to the description in a workflow', () => {
	const made = (of: INode) => inputError(of, 'The album is full', 'Use another album.', { parameter: 'Album' });
	expect(appendText(made(asTool), 'Already added: 3.').message).toBe('The album is full. Use another album. Already added: 3.');
	const { message, description } = appendText(made(inWorkflow), 'Already added: 3.') as NodeOperationError;
	expect([message, description]).toEqual(['The album is full. Use another album.', 'Parameter: \'Album\'. Already added: 3.']);
	const before = appendText(made(inWorkflow), 'It holds 20,000.', 'before') as NodeOperationError;
	expect(before.description).toBe('It holds 20,000. Parameter: \'Album\'.');
	expect(appendText(new Error('Else'), 'Already added: 3.')).toMatchObject({ message: 'Else', description: 'Already added: 3.' });
});
