import { kindOfText, marksOf, textOf } from '../errors/errorReply';
import type { Failure, FailureKind } from '../errors/kinds';
import type { ItemStatus, MediaItemResult } from './mediaItem';

/** gRPC codes that an entry of a batch can have. https://grpc.io/docs/guides/status-codes/ */
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

/** Codes of a refusal in general, whose text may say what exactly was wrong. Behind a fault the text is not believed. */
const refusals = [3, 7, 8, 9];

/** Codes by which Google says that it has not done it. */
const notDone = [...refusals, 5, 11, 12, 16];

/**
 * The failure that one entry of a batch reports; the call as a whole succeeded.
 *
 * @param status without one, Google said neither that it succeeded nor why not
 */
export function failureOfStatus(status: ItemStatus = {}): Failure {
	const { code = 13, message = '' } = status;
	const told = refusals.includes(code) ? kindOfText(`${message} ${marksOf(status)}`) : undefined;
	return { kind: told ?? kinds[code] ?? 'invalid', message: textOf({ message }), outcomeUnknown: !notDone.includes(code) };
}

/** The refusal for a quota that a list of results tells of, if one does, and whether others of them went well. */
export function throttlingIn(results: unknown): { failure: Failure; progress: boolean } | undefined {
	const list = Array.isArray(results) ? (results as Array<MediaItemResult | null>) : [];
	const failed = list.filter((result) => !result?.mediaItem?.id);
	const failures = failed.map((result) => failureOfStatus(result?.status ?? undefined));
	const failure = failures.find(({ kind }) => kind === 'tooManyRequests');
	return failure && { failure, progress: failed.length < list.length };
}
