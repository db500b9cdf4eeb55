import type { INodeExecutionData } from 'n8n-workflow';
import { apiMethod } from '../../api/methods';
import { clock } from '../../concurrency/clock';
import { isSkipped, rethrow } from '../../errors/nodeError';
import type { OperationContext } from '../../execution/context';
import { toItem } from '../../execution/results';
import type { Outcome } from '../../execution/results';
import { requireScope } from '../../http/credential';
import { fileFields } from '../../properties/fileFields';
import { uploadOptionsField } from '../../properties/uploadOptions';
import { captureDateOutput } from '../../uploads/captureDate';
import { UploadBreaker } from '../../uploads/circuitBreaker';
import { collectFiles, passedThrough, withoutSkipped } from '../../uploads/collectFiles';
import type { Entry } from '../../uploads/collectFiles';
import { FileSender } from '../../uploads/fileSender';
import { uploadOptions, withMaximumWait } from '../../uploads/readOptions';
import type { Source } from '../../uploads/types';
import { hintUndated } from '../../uploads/undatedHint';
import { shownFor } from '../operation';
import type { CustomOperation } from '../operation';

const shown = shownFor('mediaItem', 'uploadBytes');

/** https://developers.google.com/photos/library/guides/upload-media#uploading-bytes */
export const uploadBytes: CustomOperation = {
	option: {
		name: 'Upload Bytes Only',
		value: 'uploadBytes',
		action: 'Upload bytes without creating media items',
		description:
			"For advanced workflows: send files, and return upload tokens for 'Create From Upload Tokens', valid for one day",
	},
	fields: [
		...fileFields(shown),
		uploadOptionsField(shown, ['captureDate', 'itemsWithoutFiles', 'maximumWait', 'parallelUploads', 'unsupportedFiles']),
	],
	execute,
};

/** Validity of an upload token in milliseconds. https://developers.google.com/photos/library/guides/upload-media */
const TOKEN_LIFE = 24 * 60 * 60_000;

/**
 * Sends the bytes of files and outputs their upload tokens. The library stays unchanged.
 *
 * @throws NodeApiError or NodeOperationError: the first error in input order, unless Continue On Fail is on
 */
async function execute(given: OperationContext): Promise<INodeExecutionData[]> {
	if (given.items.length === 0) return [];
	const options = uploadOptions(given);
	const context = withMaximumWait(given, options);
	await requireScope(context.n8n, apiMethod('uploads'), {});
	const entries = await collectFiles(context, options);
	const breaker = new UploadBreaker(context);
	const sender = new FileSender(context, options, breaker);
	const outcomes = new Map<Entry, Outcome>();
	const send = async (source: Source): Promise<Outcome | undefined> => {
		try {
			const sent = await sender.send(source);
			if (!sent) return undefined;
			const { uploadToken, sha256 } = sent;
			const { fileName = null, mimeType, size } = source;
			const expiresAt = new Date(clock.now() + TOKEN_LIFE).toISOString();
			return { json: { uploadToken, fileName, mimeType, size, sha256, expiresAt, ...captureDateOutput(source) } };
		} catch (error) {
			breaker.recordFailure(error);
			return { error };
		}
	};
	const sending = entries.map(async (entry) => {
		const outcome = 'source' in entry ? await send(entry.source) : undefined;
		if (outcome) outcomes.set(entry, outcome);
	});
	await Promise.all(sending);
	if (breaker.error && !context.continueOnFail) throw rethrow(firstFailure(entries, outcomes) ?? breaker.error);
	const kept = withoutSkipped(context, entries);
	const outputs = kept.map((entry) => {
		if ('passThrough' in entry) return passedThrough(context, entry.position);
		const outcome = 'error' in entry ? entry : (outcomes.get(entry) as Outcome);
		return toItem(outcome, context.indexOf(entry.position));
	});
	hintUndated(context, kept, outputs);
	return outputs;
}

/** The first error in input order, except of files that were skipped because another file had failed. */
function firstFailure(entries: Entry[], outcomes: Map<Entry, Outcome>): Error | undefined {
	for (const entry of entries) {
		const outcome = outcomes.get(entry);
		if (outcome && 'error' in outcome && !isSkipped(outcome.error)) return outcome.error;
	}
	return undefined;
}
