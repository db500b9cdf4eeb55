import type { Account } from '../accounts/account.mts';
import type { Exchange } from '../http/exchange.mts';
import { Receiver } from './receiver.mts';

/**
 * Receives all bytes in one request.
 * @returns the upload token
 * @see https://developers.google.com/photos/library/guides/upload-media#uploading-bytes
 */
export async function receiveRaw(exchange: Exchange, account: Account): Promise<string> {
	const receiver = new Receiver(account, exchange.header('x-goog-upload-content-type'));
	try {
		receiver.checkSize(Number(exchange.header('content-length') ?? 0));
		for await (const chunk of exchange.chunks()) await receiver.write(chunk);
		return await receiver.finish(exchange.utf8Header('x-goog-upload-file-name'));
	} finally {
		await receiver.discard();
	}
}
