import type { INodeExecutionData } from 'n8n-workflow';
import { asItIs, isNotSent } from '../request/explain';
import { clock } from '../request/clock';
import { methodOf } from '../request/methods';
import { outputOf } from '../request/outcome';
import type { Outcome } from '../request/outcome';
import type { Run } from '../request/run';
import { requireScope } from '../request/scopes';
import { collect, passedThrough, withoutSkipped } from './collect';
import type { Entry } from './collect';
import { Delivery } from './delivery';
import { Ending } from './ending';
import { uploadOptions, withMaximumWait } from './options';
import type { Source } from './source';

/** https://developers.google.com/photos/library/guides/upload-media: an upload token is good for one day */
const TOKEN_LIFE = 24 * 60 * 60_000;

/**
 * Files in, upload tokens out: nothing is in the library yet.
 *
 * @throws NodeApiError or NodeOperationError, without Continue On Fail the first failure in input order
 */
export async function uploadBytesOnly(given: Run): Promise<INodeExecutionData[]> {
	if (given.items.length === 0) return [];
	const options = uploadOptions(given);
	const run = withMaximumWait(given, options);
	await requireScope(run.caller, methodOf('POST', '/v1/uploads'), {});
	const entries = await collect(run, options);
	const ending = new Ending(run);
	const limits = {
		...options,
		stillWanted: (source: Source) => ending.stillWanted(source),
		failed: (error: Error) => ending.note(error),
	};

	const delivery = new Delivery(run, limits);
	const outcomes = new Map<Entry, Outcome>();
	const send = async (source: Source): Promise<Outcome | undefined> => {
		try {
			const sent = await delivery.of(source);
			if (!sent) return undefined;
			const { uploadToken, sha256 } = sent;
			const { fileName = null, mimeType, size } = source;
			const expiresAt = new Date(clock.now() + TOKEN_LIFE).toISOString();
			return { json: { uploadToken, fileName, mimeType, size, sha256, expiresAt } };
		} catch (error) {
			ending.note(error);
			return { error };
		}
	};
	const sending = entries.map(async (entry) => {
		const outcome = 'source' in entry ? await send(entry.source) : undefined;
		if (outcome) outcomes.set(entry, outcome);
	});
	await Promise.all(sending);
	if (ending.error && !run.continueOnFail) throw asItIs(firstFailure(entries, outcomes) ?? ending.error);
	return withoutSkipped(run, entries).map((entry) => {
		if ('passThrough' in entry) return passedThrough(run, entry.position);
		const outcome = 'error' in entry ? entry : (outcomes.get(entry) as Outcome);
		return outputOf(outcome, run.indexOf(entry.position));
	});
}

/** Not of a file that was left because another one had failed. */
function firstFailure(entries: Entry[], outcomes: Map<Entry, Outcome>): Error | undefined {
	for (const entry of entries) {
		const outcome = outcomes.get(entry);
		if (outcome && 'error' in outcome && !isNotSent(outcome.error)) return outcome.error;
	}
	return undefined;
}
