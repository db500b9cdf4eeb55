import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { errorText } from '../../support/errorText';
import { bytes, KIB, sendingInSession, Store } from '../support/storedFiles';
import { UploadServer } from '../support/uploadServer';
import { useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

test.each(['https://evil.example/v1/uploads', 'http://photoslibrary.googleapis.com/v1/uploads', ''])(
	'a session URL %j outside the Library API gets neither the access token nor the file',
	async (url) => {
		const store = new Store(bytes(KIB));
		const server = new UploadServer();
		const { answer } = server;
		Object.assign(server, {
			answer: async (request: never) => {
				const reply = await answer(request);
				return { ...reply, headers: { ...reply.headers, 'x-goog-upload-url': url } };
			},
		});
		const outcome = await time.clock.until(sendingInSession(store, server));
		expect(failureOf(outcome)?.kind).toBe('strangeReply');
		expect(errorText(outcome as Error)).toMatch(/ The response contains no upload session of the Library API\.$/);
		expect(server.asked).toEqual(Array(6).fill('start'));
		expect(store.opened).toEqual([]);
	},
);
