/** Delete Session: only Google's own NOT_FOUND says that a session is gone. */
import type { IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';
import { deleteSession as deleteIn } from '../../../nodes/GooglePhotos/api/pickerCalls';
import { deleteSession } from '../../../nodes/GooglePhotos/resources/picker/deleteSession';
import { errorText } from '../../support/errorText';
import { fakeCaller, PICK } from '../support/caller';
import { googleSays, refused } from '../support/httpErrors';
import { routedItem, routedRequest } from '../support/routedItem';
import { useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const ID = '0123456789abcdef';

type Hook = (this: IExecutePaginationFunctions, request: ReturnType<typeof routedRequest>) => Promise<INodeExecutionData[]>;
const { request: description } = deleteSession.option.routing!;
const hook = deleteSession.option.routing!.operations!.pagination as unknown as Hook;

/** The output of the operation, or its error, and how many requests were sent. */
async function outcome(reply: () => unknown) {
	let requests = 0;
	const respond = () => {
		requests++;
		return reply() as object;
	};
	const context = routedItem({ scope: PICK, respond, parameters: { sessionId: ID, resource: 'picker' } });
	const request = routedRequest({ ...description });
	const result = await time.clock.until(hook.call(context, request).catch((error: Error) => error));
	return { requests, told: result instanceof Error ? errorText(result) : result.map(({ json }) => json) };
}

const DELETED = [{ deleted: true }];
const REFUSED = /^The picking session was not found in Google Photos: picking session "0123456789abcdef" \[item 0\]\. Check that this is the credential of the right Google account\. \|/;
const FOREIGN = /^Something other than Google Photos answered the request \(HTTP status 404\)/;

const replies: Array<[string, () => unknown, typeof DELETED | RegExp]> = [
	['an empty reply', () => ({}), DELETED],
	["Google's NOT_FOUND", () => { throw googleSays(404, 'Requested entity was not found.'); }, DELETED],
	["a proxy's page", () => { throw refused(404, '<html>Not Found</html>'); }, FOREIGN],
	["a proxy's JSON", () => { throw refused(404, { error: 'not_found' }); }, FOREIGN],
	['a 404 in the form of Google, without a status name', () => { throw refused(404, { error: { code: 404, message: 'Not Found' } }); }, FOREIGN],
	['a 404 with another status name', () => { throw refused(404, { error: { code: 404, status: 'UNIMPLEMENTED', message: 'No such method.' } }); }, REFUSED],
];

test.each(replies)('%s', async (_title, reply, expected) => {
	const { requests, told } = await outcome(reply);
	expect(requests).toBe(1);
	if (expected instanceof RegExp) expect(told).toMatch(expected);
	else expect(told).toEqual(expected);
});

test.each(replies)('deleted after a download: %s', async (_title, reply, expected) => {
	const n8n = fakeCaller({ scope: PICK, respond: () => reply() as object });
	const result = await time.clock.until(deleteIn({ n8n, settings: {} }, ID, {}).catch((error: Error) => error));
	expect(result === undefined).toBe(expected === DELETED);
});
