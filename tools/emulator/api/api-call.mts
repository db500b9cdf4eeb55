import type { Account } from '../accounts/account.mts';
import type { Fault } from '../control-types.mts';
import type { FieldSchema } from './schemas.mts';

/** A parameter of a method: in the path, or in the query. */
export interface Parameter extends FieldSchema {
	location: 'path' | 'query';
	required?: true;
}

/** A call of a method, after all checks that are the same for every method. */
export interface ApiCall {
	account: Account;
	/** Path and query parameters by name, typed by their schemas. */
	parameters: Record<string, unknown>;
	/** The request message. */
	body: Record<string, unknown>;
	/** A fault of kind `item-status` that is planned for this call. */
	fault: Fault | undefined;
}

/** What a method answers: the response message, with another status than 200 if it says so. */
export interface ApiReply {
	message: object;
	status?: number;
}

/** One method of an API. Routing, discovery document and checks are made from it. */
export interface ApiMethod {
	/** As in the discovery document, with the API's name in front. */
	id: `${'photoslibrary' | 'photospicker'}.${string}.${string}`;
	httpMethod: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	flatPath: string;
	/** Any one of these lets a token use the method. */
	scopes: readonly string[];
	parameters: Readonly<Record<string, Parameter>>;
	/** Name of the request message. */
	request?: string;
	/** Where the body sits in the request message, as error texts name it. */
	bodyField?: string;
	/** Name of the response message. */
	response: string;
	/** Writes of one user must not overlap. */
	writes: boolean;
	description: string;
	handle(call: ApiCall): ApiReply | Promise<ApiReply>;
}
