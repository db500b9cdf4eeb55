import { kindOfText, marksOf, textOf } from '../errors/googleError';
import type { Failure, FailureKind } from '../errors/kinds';
import type { ItemStatus, MediaItemResult } from './mediaItem';

/** Failure kinds of the gRPC codes that a batch entry can have. https://grpc.io/docs/guides/status-codes/ */
const kinds: Record<number, FailureKind> = {
	3: 'unsupportedFile',
	5: 'notFound',
	6: 'alreadyThere',
	7: 'forbidden',
	8: 'tooManyRequests',
	10: 'conflict',
	13: 'serverFault',
	14: 'serverFault',
	16: 'unauthenticated',
};

/** Codes of rejections and throttling. Their message can name the exact cause; that of a server fault is ignored. */
const refusals = [3, 7, 8, 9];

/** Codes that state that Google did not carry out the operation. */
const notDone = [...refusals, 5, 11, 12, 16];

/**
 * Classifies the failure of one batch entry. The call as a whole succeeded.
 *
 * @param status undefined if Google reported neither success nor a cause
 */
export function failureOfStatus(status: ItemStatus = {}): Failure {
	const { code = 13, message = '' } = status;
	const told = refusals.includes(code) ? kindOfText(`${message} ${marksOf(status)}`) : undefined;
	return { kind: told ?? kinds[code] ?? 'invalid', message: textOf({ message }), outcomeUnknown: !notDone.includes(code) };
}

/** Finds the first throttled entry in a list of batch results: its failure, and whether other entries succeeded. */
export function throttlingIn(results: unknown): { failure: Failure; progress: boolean } | undefined {
	const list = Array.isArray(results) ? (results as Array<MediaItemResult | null>) : [];
	const failed = list.filter((result) => !result?.mediaItem?.id);
	const failures = failed.map((result) => failureOfStatus(result?.status ?? undefined));
	const failure = failures.find(({ kind }) => kind === 'tooManyRequests');
	return failure && { failure, progress: failed.length < list.length };
}
