import type { INodeExecutionData } from 'n8n-workflow';

/** Message and description of an error, as one text. */
export function errorText(error: unknown): string {
	const { message, description } = error as { message: string; description?: string | null };
	return `${message} | ${description ?? ''}`;
}

/** Message and description of an error item, as one text. */
export function itemErrorText({ json }: INodeExecutionData): string {
	return `${json.error} | ${json.errorDescription ?? ''}`;
}
