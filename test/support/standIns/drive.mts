import type { RequestListener } from 'node:http';
import { answer, bodyOf } from './body.mts';

export interface DriveFile {
	id: string;
	name: string;
	mimeType: string;
	content: Buffer;
	appProperties: Record<string, string>;
}

/**
 * A stand-in for Google Drive that supports one example: `files.list`, `files.get` and `files.update` of v3. Records
 * the searches.
 */
export interface Drive {
	files: DriveFile[];
	/** every `q` received */
	queries: string[];
	/** messages of 403 replies, by `PATCH ` or `GET ` and file id; `GET` applies to the download */
	refused: Map<string, string>;
	listener: RequestListener;
}

/**
 * Of a query, only `not appProperties has { key='…' and value='…' }` is evaluated; the test checks the rest of it.
 * https://developers.google.com/workspace/drive/api/reference/rest/v3/files
 */
export function driveOf(files: DriveFile[]): Drive {
	const queries: string[] = [];
	const refused = new Map<string, string>();
	const view = ({ id, name, mimeType, appProperties }: DriveFile) => ({ kind: 'drive#file', id, name, mimeType, appProperties });
	return {
		files,
		queries,
		refused,
		listener: async (request, reply) => {
			const { pathname, searchParams } = new URL(request.url ?? '', 'https://www.googleapis.com');
			if (!request.headers.authorization?.startsWith('Bearer ')) return answer(reply, { error: { code: 401 } }, 401);
			if (pathname === '/drive/v3/files') {
				const query = searchParams.get('q') ?? '';
				queries.push(query);
				const without = [...query.matchAll(/not appProperties has \{ key='(\w+)' and value='([\w-]+)' \}/g)];
				const found = files.filter(({ appProperties }) => without.every(([, key = '', value]) => appProperties[key] !== value));
				return answer(reply, { files: found.slice(0, Number(searchParams.get('pageSize'))).map(view) });
			}
			const file = files.find(({ id }) => pathname === `/drive/v3/files/${id}`);
			if (!file) return answer(reply, { error: { code: 404, message: `File not found: ${pathname}` } }, 404);
			const isDownload = searchParams.get('alt') === 'media';
			const refusal = request.method === 'PATCH' || isDownload ? refused.get(`${request.method} ${file.id}`) : undefined;
			if (refusal !== undefined) return answer(reply, { error: { code: 403, message: refusal } }, 403);
			if (request.method === 'PATCH') {
				const { appProperties } = await bodyOf<Partial<DriveFile>>(request);
				file.appProperties = { ...file.appProperties, ...appProperties };
			}
			if (!isDownload) return answer(reply, view(file));
			reply.writeHead(200, { 'content-type': file.mimeType, 'content-length': file.content.length }).end(file.content);
		},
	};
}
