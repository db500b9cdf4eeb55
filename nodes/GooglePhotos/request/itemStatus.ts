import type { ItemStatus } from '../model/mediaItem';
import type { Failure, FailureKind } from './failure';
import { kindOfText } from './failure';

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

/**
 * The failure that one entry of a batch reports; the call as a whole succeeded.
 *
 * @param status without one, Google said neither that it succeeded nor why not
 */
export function failureOfStatus({ code = 13, message = '' }: ItemStatus = {}): Failure {
	const told = refusals.includes(code) ? kindOfText(message) : undefined;
	return { kind: told ?? kinds[code] ?? 'invalid', message, mayHaveActed: true };
}
