import type { Failure, FailureKind } from '../errors/kinds';

/** Kind of traffic of a request; each has its own concurrency limit. */
export type Traffic = 'read' | 'write' | 'upload' | 'bytes' | 'pick';

export type Scope =
	| 'photoslibrary.appendonly'
	| 'photoslibrary.readonly.appcreateddata'
	| 'photoslibrary.edit.appcreateddata'
	| 'photospicker.mediaitems.readonly';

/** Properties of a Google API method that the request pipeline needs. */
export interface ApiMethod {
	id: string;
	/** origin of its API, such as `LIBRARY_API` */
	api: string;
	verb: string;
	/** path of its requests, with `{id}` for an id */
	template: string;
	path: RegExp;
	traffic: Traffic;
	/** one of these is sufficient */
	scopes: Scope[];
	/**
	 * Idempotent: the same request can be sent again after Google may have carried it out. Creating an album twice
	 * makes two albums; creating a media item twice from the same bytes makes one.
	 */
	repeatable: boolean;
	/** milliseconds to keep retrying while throttled, for methods where longer waits rarely help */
	maximumWait?: number;
	/** kind of a failure for this method, where the status alone is less specific */
	refine?: (failure: Failure) => FailureKind;
}
