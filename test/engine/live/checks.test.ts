import type { Switches } from '../../../tools/emulator/control-client.mts';
import { askAll, type Check } from '../../../tools/live/check.mts';
import { allChecks } from '../../../tools/live/checks/all.mts';
import { writes } from '../../../tools/live/checks/writes.mts';
import { Google } from '../../../tools/live/google.mts';
import { reportOf } from '../../../tools/live/report.mts';
import { TestAlbum } from '../../../tools/live/test-album.mts';
import { emulatedAccount } from '../emulator/client';

/** An account of the emulator with these switches, and the album of the checks. */
async function testAlbum(switches: Partial<Switches> = {}) {
	// two writes that start together overlap
	const account = await emulatedAccount({ switches: { createLatencyMs: 200, ...switches } });
	const passTime = async (seconds: number) => await account.advance(seconds);
	const google = new Google(async () => await Promise.resolve(account.accessToken), undefined, passTime);
	return { account, google, album: await TestAlbum.make(google, 'Checks') };
}

const checksOfSwitches = allChecks.flatMap(({ settles, ...check }) =>
	settles ? [[check.question, { ...check, settles }] as [string, Check & { settles: typeof settles }]] : [],
);

it('the emulator answers all checks as expected of Google', async () => {
	const { account, google, album } = await testAlbum();
	const findings = await askAll(allChecks, album);
	const odd = findings.filter(({ check, answer }) => answer !== check.expected);
	expect(odd.map(({ check, answer, problem }) => [check.question, answer ?? problem])).toEqual([]);
	const { total } = await account.counts();
	// The request with an invalid token belongs to no account.
	expect(google.calls).toBe(total + 1);
	expect(total).toBeLessThan(150);
	const report = reportOf(findings, google.calls, '1.2.3');
	expect(report).toContain('no difference');
	for (const secret of [account.accessToken, account.user, account.clientId, album.album.id, album.items[0].id]) {
		expect(report).not.toContain(secret);
	}
});

it.each(checksOfSwitches)('detects each setting of the emulator: %s', async (_question, check) => {
	const { name, answers } = check.settles;
	for (const [answer, setting] of Object.entries(answers)) {
		const { album } = await testAlbum({ [name]: setting });
		expect([setting, ...(await askAll([check], album)).map((finding) => finding.answer ?? finding.problem)]).toEqual([
			setting,
			answer,
		]);
	}
});

it("expects the emulator's default settings", async () => {
	const { account } = await testAlbum();
	const table = await account.control.switchTable();
	for (const [question, { settles, expected }] of checksOfSwitches) {
		const answers: Record<string, unknown> = settles.answers;
		expect([question, answers[expected]]).toEqual([question, table[settles.name].default]);
	}
});

/** Switches that no check covers, and why. */
const switchesWithoutCheck: Record<string, string> = {
	baseUrlMinutes: 'takes an hour',
	retryAfter: 'needs a refusal for a quota',
	scopeErrorDetails: 'needs a sign-in with a box left empty',
	latencyMs: 'how far away Google is, not what it does',
	createLatencyMs: 'how far away Google is, not what it does',
	pickerPollSeconds: 'Google tells it with each session',
	pickerTimeoutSeconds: 'Google tells it with each session',
	pickerSessions: 'a quota',
	pickerRequestsPerMinute: 'a quota',
	pickerServiceDisabled: 'needs another Cloud project',
	pickerPages: 'needs somebody who picks more than 50 photos',
	verifyMissing: 'a fault that comes seldom',
	failingItem: 'a fault that comes seldom',
	nullEntries: 'a fault that comes seldom',
	repeatedPageTokens: 'a fault that comes seldom',
	videoBytes: 'a fault that comes seldom',
	describedFields: 'needs a media item that Google tells little of',
	bytesPacked: 'what a proxy does, not Google',
	unlistedItemCount: 'needs somebody who adds photos by hand',
	usedToken: 'uploading the same bytes again is asked about',
	dayQuota: 'a quota',
	bytesDayQuota: 'a quota',
	writesPerMinute: 'a quota',
	uploadsPerMinute: 'a quota',
	uploadsPerMinuteStatus: 'a quota',
	quotaRefusal: 'a quota',
	storageFull: 'needs an account whose storage is full',
	albumItems: 'needs 20,000 uploads',
	albumFullMessage: 'needs 20,000 uploads',
	serviceDisabled: 'needs another Cloud project',
	noPhotosAccount: 'needs another account',
};

it('each switch of the emulator has a check or a reason why not', async () => {
	const { account } = await testAlbum();
	const asked = checksOfSwitches.map(([, { settles }]) => settles.name as string);
	const switches = Object.keys(await account.control.switchTable());
	expect([...asked, ...Object.keys(switchesWithoutCheck)].sort()).toEqual(switches.sort());
});

it('a documented delay is no difference', async () => {
	const { album } = await testAlbum({ filteredSearchDelaySeconds: 5 });
	const late = allChecks.filter(({ settles }) => settles?.name === 'filteredSearchDelaySeconds');
	const report = reportOf(await askAll(late, album), 1, '1.2.3');
	expect(report).toContain('no difference');
	expect(report).toContain('| is not found yet | filteredSearchDelaySeconds: 5 |');
});

it("removes addresses and long numbers of Google's messages from the report", async () => {
	const { album } = await testAlbum();
	const disabled: Check = {
		question: 'what is not enabled',
		expected: 'nothing',
		ask: async () =>
			await Promise.reject(
				new Error(
					'Photos Library API has not been used in project 123456789012 before. Enable it by visiting https://console.developers.google.com/apis/api/x?project=123456789012 then retry, or ask somebody@example.com; see console.cloud.google.com/apis.',
				),
			),
	};
	const [, row] = /what is not enabled \| (.*) \|/.exec(reportOf(await askAll([disabled], album), 1, '1.2.3')) ?? [];
	expect(row).toBe(
		'Photos Library API has not been used in project … before. Enable it by visiting (address) then retry, or ask (address) see (address)',
	);
});

it('reports the cause of a request that could not be sent', async () => {
	const { album } = await testAlbum();
	const unreachable: Check = {
		question: 'what cannot be reached',
		expected: 'nothing',
		ask: async () => await fetch('https://unreachable.invalid/').then(String),
	};
	const [finding] = await askAll([unreachable], album);
	expect(finding?.problem).toMatch(/^fetch failed: \S+/);
});

it('reports differences, the matching switches, and checks that failed', async () => {
	const { album } = await testAlbum({ mixedStatus: 207, unknownIdStatus: 404 });
	const broken: Check = {
		question: 'what is broken',
		expected: 'nothing',
		ask: async () => await Promise.reject(new Error('no answer | at all')),
	};
	const findings = await askAll([...allChecks, broken], album);
	const report = reportOf(findings, 12, '1.2.3');
	expect(report).toContain('12 calls, 2 differences');
	expect(report).toContain(
		'| mediaItems.batchCreate: HTTP status when one of two fails | HTTP 200 | HTTP 207 |',
	);
	expect(report).toContain('| albums.get: an ID that nobody has | HTTP 404 NOT_FOUND | unknownIdStatus: 404 |');
	expect(report).toContain('| what is broken | no answer \\| at all |');
});

it.each<[string, string, string]>([
	['allow', '', 'two workers do not block each other'],
	['refuse', 'after 2 s: taken; 5 s: taken; 10 s: taken; 30 s: taken', '2 seconds would be enough'],
	['pause', '10 s: HTTP 429 RESOURCE_EXHAUSTED; 30 s: taken', 'after such a refusal is needed'],
])('the report says what it means for the node if concurrent writes %s', async (setting, answer, meaning) => {
	const { account, album } = await testAlbum({ concurrentWrites: setting });
	const before = await account.library();
	const report = reportOf(await askAll(writes, album), 1, '1.2.3');
	expect(report).toContain(answer);
	expect(report.split('### What it means for the node')[1]).toContain(meaning);
	expect(report).not.toMatch(/\d{10}|:\/\//);
	expect(await account.library()).toEqual(before);
});

it('a write that stays refused is no reason to wait shorter', async () => {
	const { account, album } = await testAlbum();
	await account.fault({ method: 'mediaItems.batchCreate', kind: 'status', status: 429, times: 1000 });
	const report = reportOf(await askAll(writes, album), 1, '1.2.3');
	expect(report).toContain('| The wait of 30 to 45 seconds is too short: a refused write is still refused then. |');
});
