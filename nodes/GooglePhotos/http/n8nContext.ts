import type {
	IExecuteFunctions,
	IExecutePaginationFunctions,
	IExecuteSingleFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';
import type { RequestSettings } from './requestOptions';

/** The n8n context that a request is made for, with its helpers, node and credential. */
export type N8nContext =
	| IExecuteFunctions
	| IExecuteSingleFunctions
	| IExecutePaginationFunctions
	| ILoadOptionsFunctions
	| IPollFunctions;

/** The signal that n8n aborts when the execution is stopped; the editor's lists and triggers have none. */
export function cancelSignalOf(n8n: N8nContext): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in n8n ? n8n.getExecutionCancelSignal() : undefined;
}

/** Context and settings of a request; an `OperationContext` is one. */
export interface RequestContext {
	readonly n8n: N8nContext;
	/** Request Options of the node, with the settings that the operation adds */
	readonly settings: RequestSettings;
}
