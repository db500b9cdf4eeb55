import type { Failure, FailureKind } from '../errors/kinds';

/** What kind of traffic a request is; each has its own limit at the gate. */
export type Traffic = 'read' | 'write' | 'upload' | 'bytes' | 'pick';

export type Scope =
	| 'photoslibrary.appendonly'
	| 'photoslibrary.readonly.appcreateddata'
	| 'photoslibrary.edit.appcreateddata'
	| 'photospicker.mediaitems.readonly';

/** What the door has to know of a method of Google's before it lets a request through. */
export interface ApiMethod {
	id: string;
	/** address of the API it belongs to */
	api: string;
	verb: string;
	path: RegExp;
	traffic: Traffic;
	/** any one of these is enough */
	scopes: Scope[];
	/**
	 * Whether the same request can be sent again after Google may have acted on it. Creating an album twice
	 * makes two albums; creating a media item twice from the same bytes makes one.
	 */
	repeatable: boolean;
	/** milliseconds to go on after "too many requests", where longer waits rarely help */
	maximumWait?: number;
	/** what a refusal means for this method, where the status says less */
	refine?: (failure: Failure) => FailureKind;
}
