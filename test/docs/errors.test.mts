/**
 * The rules of n8n's UX guidelines for errors, over all error texts: the message says what happened and, in its last
 * words, what to do; the description says the rest.
 * https://docs.n8n.io/integrations/creating-nodes/build/reference/ux-guidelines/#errors
 */
import { names as formNames, credential } from './builtTexts.mts';
import { errorTexts } from './errorTexts.mts';
import { capitalsIn, quotedIn, translated } from './wording.mts';

const texts = errorTexts();
const messages = texts.flatMap((one) => one.messages);
const advices = texts.flatMap((one) => one.advices);
const tests = (credential.test?.rules ?? []).map(({ properties }) => properties.message);
const everything = [...messages, ...advices, ...tests];

/** What becomes the end of the message: as in errors/wording.ts. */
const firstSentence = (text: string) => /^.*?[.!?]["')]*(?=\s|$)/.exec(text)?.[0] ?? text;

/** Verbs with which an instruction begins, and the few sentences that are none: nothing can or need be done. */
const instruction =
	/^(Add|Ask|Check|Choose|Combine|Compare|Connect|Create|Cut|Delete|Enable|Enter|Fetch|Fill in|Filter|Free up|Increase|Leave|Look|Map|Open|Pick|Poll|Read|Reconnect|Remove|Rename|Report|Run|Set|Swap|Turn on|Upload|Use)\b|^(Nothing more was sent|The file was not fetched|There is nothing to do|The quota resets at midnight Pacific Time)\.$|^(The next poll tries again; nothing is lost|The trigger is not watching yet: publish or test the workflow again later)\.$/;

test('the texts are found in the sources', () => {
	expect(texts.length).toBeGreaterThan(100);
	expect(texts.filter((one) => one.advices.length === 0).map((one) => one.messages)).toEqual([]);
	expect(tests.length).toBeGreaterThan(10);
});

test('a message says in one sentence, without a period, what happened', () => {
	expect(messages.filter((text) => /[.!?](\s|$)/.test(text))).toEqual([]);
});

test('the first sentence of each advice, with which the message ends, says what to do', () => {
	expect(advices.filter((text) => !instruction.test(firstSentence(text)))).toEqual([]);
});

test('it is short, and the advice consists of whole sentences', () => {
	expect(advices.filter((text) => firstSentence(text).length > 130).map(firstSentence)).toEqual([]);
	expect(advices.filter((text) => !/([.!?]|[:.] …|…)$/.test(text))).toEqual([]);
});

test.each([
	['Google no longer accepts the sign-in of this credential', 'Reconnect the credential.'],
	['The daily request quota of your Google Cloud project is used up', 'The quota resets at midnight Pacific Time.'],
	['The credential lacks a permission that this operation needs', /^Reconnect the credential\b/],
	['The album is full', 'Use another album.'],
])('"%s" ends with what to do', (message, end) => {
	const [found] = texts.filter((one) => one.messages.includes(message));
	expect(firstSentence(found?.advices[0] ?? '')).toMatch(end);
});

test('no text has the words error, problem, failure or mistake', () => {
	expect(everything.filter((text) => /\b(error|problem|failure|mistake)s?\b/i.test(text))).toEqual([]);
});

test('names of fields, options and operations stand in single quotes, and there are such names', () => {
	expect(everything.flatMap((text) => capitalsIn(text).map((word) => `${text}: ${word}`))).toEqual([]);
	const ofForms = new Set(formNames.map((name) => name.replace(/ \((?:Minutes|Hours)\)$/, '')));
	const ofOthers = new Set(['Done', 'Request Options > Proxy']);
	const isKnown = (name: string) => ofForms.has(name.replace(/^(Album|Media Item|Picker): /, '')) || ofOthers.has(name) || /^[a-z]+[A-Za-z]*$/.test(name);
	expect(everything.flatMap(quotedIn).filter((name) => name !== '…' && !isKnown(name))).toEqual([]);
});

test('no text reads as translated', () => {
	expect(everything.filter((text) => translated.test(text))).toEqual([]);
});
