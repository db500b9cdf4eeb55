import type {
	IExecuteFunctions,
	IExecutePaginationFunctions,
	IExecuteSingleFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';
import type { RequestSettings } from './settings';

/** On whose behalf a request is made: a context of n8n's with its helpers, node and credential. */
export type N8nContext =
	| IExecuteFunctions
	| IExecuteSingleFunctions
	| IExecutePaginationFunctions
	| ILoadOptionsFunctions
	| IPollFunctions;

/** The signal that n8n raises when the execution is stopped; the editor's lists and triggers have none. */
export function cancelSignalOf(n8n: N8nContext): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in n8n ? n8n.getExecutionCancelSignal() : undefined;
}

/** On whose behalf a request is sent, and how; an `OperationContext` is one. */
export interface RequestContext {
	readonly n8n: N8nContext;
	/** Request Options of the node, and what the operation adds to them */
	readonly settings: RequestSettings;
}
