import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { portOf } from './web.mts';

export interface S3Object {
	content: Buffer;
	/** ISO 8601 */
	changed: string;
}

/**
 * A stand-in for an S3 service with one bucket, addressed by path: ListObjectsV2, GetObject and PutObject.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export interface S3 {
	url: string;
	/** by key */
	objects: Map<string, S3Object>;
	/** keys that may not be read or written */
	refused: Set<string>;
	/** the keys of all downloads */
	downloads: string[];
	close(): void;
}

const BUCKET = 'photos';
/** Less than Amazon's 1,000, so that a test with few files has several pages. */
const PAGE = 40;

export async function s3(): Promise<S3> {
	const objects = new Map<string, S3Object>();
	const refused = new Set<string>();
	const downloads: string[] = [];
	const server = createServer(async (request, reply) => {
		const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
		const [, bucket, ...rest] = pathname.split('/');
		const key = decodeURIComponent(rest.join('/'));
		if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) return failure(reply, 403, 'AccessDenied');
		if (bucket !== BUCKET) return failure(reply, 404, 'NoSuchBucket');
		if (searchParams.has('location')) return xml(reply, '<LocationConstraint xmlns="s3">eu-central-1</LocationConstraint>');
		if (key === '') return xml(reply, page(objects, searchParams));
		if (refused.has(key)) return failure(reply, 403, 'AccessDenied');
		if (request.method === 'PUT') return await put(objects, key, request, reply);
		const object = objects.get(key);
		if (!object) return failure(reply, 404, 'NoSuchKey');
		downloads.push(key);
		reply.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': object.content.length }).end(object.content);
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return { url: `http://127.0.0.1:${portOf(server)}`, objects, refused, downloads, close: () => server.close() };
}

/** One page of the list, in the order of the keys. */
function page(objects: Map<string, S3Object>, query: URLSearchParams): string {
	const after = query.get('continuation-token') ?? '';
	const left = [...objects].filter(([key]) => key > after && key.startsWith(query.get('prefix') ?? '')).sort(([one], [other]) => (one < other ? -1 : 1));
	const here = left.slice(0, PAGE);
	const contents = here.map(
		([key, { content, changed }]) =>
			`<Contents><Key>${escaped(key)}</Key><LastModified>${changed}</LastModified><Size>${content.length}</Size></Contents>`,
	);
	const next = left.length > PAGE ? `<NextContinuationToken>${escaped(here.at(-1)?.[0] ?? '')}</NextContinuationToken>` : '';
	return `<ListBucketResult xmlns="s3">${next}<IsTruncated>${left.length > PAGE}</IsTruncated>${contents.join('')}</ListBucketResult>`;
}

async function put(objects: Map<string, S3Object>, key: string, request: IncomingMessage, reply: ServerResponse): Promise<void> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	const content = Buffer.concat(parts);
	const md5 = createHash('md5').update(content).digest('base64');
	if ((request.headers['content-md5'] ?? md5) !== md5) return failure(reply, 400, 'BadDigest');
	objects.set(key, { content, changed: new Date().toISOString() });
	reply.writeHead(200).end();
}

const escaped = (text: string) => text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);

function xml(reply: ServerResponse, body: string, status = 200): void {
	reply.writeHead(status, { 'content-type': 'application/xml' }).end(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
}

function failure(reply: ServerResponse, status: number, code: string): void {
	xml(reply, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`, status);
}
