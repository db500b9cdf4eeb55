import type { Account } from '../accounts/account.mts';
import type { Fault } from '../control-types.mts';
import type { FieldSchema } from './schemas.mts';

/** A path or query parameter of a method. */
export interface Parameter extends FieldSchema {
	location: 'path' | 'query';
	required?: true;
}

/** A call of a method, after the checks common to all methods. */
export interface ApiCall {
	account: Account;
	/** Path and query parameters by name, with the types of their schemas. */
	parameters: Record<string, unknown>;
	/** The request message. */
	body: Record<string, unknown>;
	/** The planned fault of kind `item-status` for this call. */
	fault: Fault | undefined;
}

/** Reply of a method: the response message, and the status if it is not 200. */
export interface ApiReply {
	message: object;
	status?: number;
}

/** One method of an API. Routing, discovery document and validation are derived from it. */
export interface ApiMethod {
	/** As in the discovery document, prefixed with the name of the API. */
	id: `${'photoslibrary' | 'photospicker'}.${string}.${string}`;
	httpMethod: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	flatPath: string;
	/** A token needs one of these scopes. */
	scopes: readonly string[];
	parameters: Readonly<Record<string, Parameter>>;
	/** Name of the request message. */
	request?: string;
	/** Name of the body's field in the request message, as error texts quote it. */
	bodyField?: string;
	/** Name of the response message. */
	response: string;
	/** Set for writes: those of one user must not overlap. */
	writes: boolean;
	description: string;
	handle(call: ApiCall): ApiReply | Promise<ApiReply>;
}
