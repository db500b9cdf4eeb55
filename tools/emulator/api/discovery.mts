import { scopeTexts, scopes } from '../accounts/scopes.mts';
import { googleHosts } from '../network/google-hosts.mts';
import type { ApiMethod, Parameter } from './api-call.mts';
import { methods } from './library-methods.mts';
import { schemas, type MessageSchema } from './schemas.mts';

const text = (description: string) => ({ type: 'string', description, location: 'query' });

/** Parameters of every Google API. @see https://cloud.google.com/apis/docs/system-parameters */
const standard = {
	'$.xgafv': { ...text('V1 error format.'), enum: ['1', '2'] },
	access_token: text('OAuth access token.'),
	alt: { ...text('Data format for response.'), enum: ['json', 'media', 'proto'], default: 'json' },
	callback: text('JSONP'),
	fields: text('Selector specifying which fields to include in a partial response.'),
	key: text('API key.'),
	oauth_token: text('OAuth 2.0 token for the current user.'),
	prettyPrint: { ...text('Indent the response.'), type: 'boolean', default: 'true' },
	quotaUser: text('Any string that stands for a user, for quotas.'),
	uploadType: text('Legacy upload protocol for media.'),
	upload_protocol: text('Upload protocol for media.'),
};

export const standardParameters: ReadonlySet<string> = new Set(Object.keys(standard));

/** The parts of a discovery document that differ between APIs. */
export interface ApiFacts {
	name: string;
	canonicalName: string;
	title: string;
	description: string;
	host: string;
	revision: string;
	scopes: readonly string[];
	schemas: Readonly<Record<string, MessageSchema>>;
	methods: readonly ApiMethod[];
}

/** The discovery document of the Library API as Google serves it, with the methods and scopes that still exist. */
export function discoveryDocument(): object {
	const { picker: _otherApi, ...libraryScopes } = scopes;
	return discoveryOf({
		name: 'photoslibrary',
		canonicalName: 'Photos Library',
		title: 'Photos Library API',
		description: 'Manage photos, videos, and albums in Google Photos',
		host: googleHosts.library,
		revision: '20250401',
		scopes: Object.values(libraryScopes),
		schemas,
		methods,
	});
}

/** @see https://developers.google.com/discovery/v1/reference/apis */
export function discoveryOf(api: ApiFacts): object {
	const { name, canonicalName, title, description, host, revision } = api;
	const root = `https://${host}/`;
	return {
		kind: 'discovery#restDescription',
		discoveryVersion: 'v1',
		id: `${name}:v1`,
		name,
		canonicalName,
		version: 'v1',
		version_module: true,
		revision,
		title,
		description,
		ownerDomain: 'google.com',
		ownerName: 'Google',
		documentationLink: 'https://developers.google.com/photos/',
		protocol: 'rest',
		rootUrl: root,
		baseUrl: root,
		servicePath: '',
		basePath: '',
		batchPath: 'batch',
		parameters: standard,
		auth: {
			oauth2: {
				scopes: Object.fromEntries(
					api.scopes.map((scope) => [scope, { description: scopeTexts[scope] }]),
				),
			},
		},
		schemas: Object.fromEntries(
			Object.entries(api.schemas).map(([id, properties]) => [
				id,
				{ id, type: 'object', properties },
			]),
		),
		resources: resourcesOf(api.methods),
	};
}

/** `photoslibrary.albums.create` is the method `create` of the resource `albums`. */
function resourcesOf(all: readonly ApiMethod[]): object {
	const resources: Record<string, { methods: Record<string, object> }> = {};
	for (const method of all) {
		const [, resource = '', name = ''] = method.id.split('.');
		resources[resource] ??= { methods: {} };
		resources[resource].methods[name] = described(method);
	}
	return resources;
}

function described(method: ApiMethod): object {
	const { id, httpMethod, flatPath, description, request, response } = method;
	return {
		id,
		httpMethod,
		path: flatPath.replace(/\{(\w+)\}/g, '{+$1}'),
		flatPath,
		description,
		parameterOrder: [...flatPath.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
		parameters: Object.fromEntries(
			Object.entries(method.parameters).map(([name, parameter]) => [name, asParameter(parameter)]),
		),
		scopes: method.scopes,
		...(request ? { request: { $ref: request } } : {}),
		response: { $ref: response },
	};
}

/** A list in the query is a repeated parameter. A path parameter has a pattern that limits it to one segment. */
function asParameter(parameter: Parameter): object {
	if (parameter.type === 'array') return { type: 'string', repeated: true, location: 'query' };
	return parameter.location === 'path' ? { ...parameter, pattern: '^[^/]+$' } : parameter;
}
