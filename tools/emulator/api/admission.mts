import type { Account } from '../accounts/account.mts';
import type { OpenRecord } from '../accounts/journal.mts';
import { GoogleError } from '../http/google-error.mts';
import { googleHosts } from '../network/google-hosts.mts';

type Service = typeof googleHosts.library | typeof googleHosts.picker;

const titles: Record<Service, string> = {
	[googleHosts.library]: 'Photos Library API',
	[googleHosts.picker]: 'Google Photos Picker API',
};
/** Milliseconds without writes after a refusal, if concurrent writes pause. */
const WRITE_PAUSE = 25_000;
const project = '123456789012';
const consumer = `project_number:${project}`;

/** @throws GoogleError if the account or its project may not use the API at all */
export function checkService({ switches }: Account, service: Service = googleHosts.library): void {
	const isPicker = service === googleHosts.picker;
	if (isPicker ? switches.pickerServiceDisabled : switches.serviceDisabled)
		throw serviceDisabled(service);
	if (switches.noPhotosAccount === 'FAILED_PRECONDITION')
		throw new GoogleError(
			'FAILED_PRECONDITION',
			'The user does not have an active Google Photos account.',
		);
	if (switches.noPhotosAccount === 'PERMISSION_DENIED')
		throw new GoogleError('PERMISSION_DENIED', 'The caller does not have permission');
}

/**
 * Counts a request against the daily quota, which includes uploads.
 * @throws GoogleError RESOURCE_EXHAUSTED
 * @see https://developers.google.com/photos/overview/api-limits-quotas
 */
export function countRequest(account: Account): void {
	if (account.usage.day('requests', account.now(), account.switches.dayQuota)) return;
	throw exhausted(
		account,
		`Quota exceeded for quota metric 'All requests' and limit 'All requests per day' of service '${googleHosts.library}' for consumer '${consumer}'.`,
		{ quota_limit: 'ApiRequestsPerDayPerProject', quota_unit: '1/d/{project}' },
	);
}

/**
 * Limits of writes only: one at a time per user, and a quota by the minute if switched on.
 * @throws GoogleError RESOURCE_EXHAUSTED
 */
export function checkWrite(account: Account, record: OpenRecord | undefined): void {
	const { switches, usage } = account;
	if (!usage.minute('writes', account.now(), switches.writesPerMinute))
		throw exhausted(
			account,
			`Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per user' of service '${googleHosts.library}' for consumer '${consumer}'.`,
			{ quota_limit: 'WriteRequestsPerMinutePerUser', quota_unit: '1/min/{project}/{user}' },
		);
	const overlaps = switches.concurrentWrites !== 'allow' && (record?.writesBefore ?? 0) > 0;
	if (!overlaps && !usage.isPaused('writes', account.now())) return;
	if (overlaps && switches.concurrentWrites === 'pause') usage.pause('writes', account.now() + WRITE_PAUSE);
	throw exhausted(
		account,
		`Quota exceeded for quota 'concurrent write request' of service '${googleHosts.library}'.`,
	);
}

/**
 * @throws GoogleError if the quota of uploads by the minute is exhausted; the switch chooses between HTTP 429 and 400
 */
export function countUpload(account: Account): void {
	const { switches } = account;
	if (account.usage.minute('uploads', account.now(), switches.uploadsPerMinute)) return;
	if (switches.uploadsPerMinuteStatus === 400)
		throw new GoogleError(
			'INVALID_ARGUMENT',
			`Insufficient tokens for quota 'UploadsGroup' and limit 'UploadsPerMinutePerUser' of service '${googleHosts.library}' for consumer '${consumer}'.`,
		);
	throw exhausted(
		account,
		`Quota exceeded for quota metric 'Uploads' and limit 'Uploads per minute per user' of service '${googleHosts.library}' for consumer '${consumer}'.`,
		{ quota_limit: 'UploadsPerMinutePerUser', quota_unit: '1/min/{project}/{user}' },
	);
}

/**
 * Counts a request against the Picker's quota by the minute, if switched on.
 * @throws GoogleError RESOURCE_EXHAUSTED
 */
export function countPickerRequest(account: Account): void {
	const { pickerRequestsPerMinute: limit } = account.switches;
	if (account.usage.minute('picker', account.now(), limit)) return;
	throw exhausted(
		account,
		`Quota exceeded for quota metric 'Requests' and limit 'Requests per minute' of service '${googleHosts.picker}' for consumer '${consumer}'.`,
		{ quota_limit: 'RequestsPerMinutePerProject', quota_unit: '1/min/{project}' },
	);
}

/** The error for a token that lacks the scopes of a method. */
export function missingScope(
	account?: Account,
	service: Service = googleHosts.library,
): GoogleError {
	const details = account?.switches.scopeErrorDetails
		? [
				{
					'@type': 'type.googleapis.com/google.rpc.ErrorInfo',
					reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
					domain: 'googleapis.com',
					metadata: { service },
				},
			]
		: undefined;
	const message = 'Request had insufficient authentication scopes.';
	return new GoogleError('PERMISSION_DENIED', message, details ? { details } : {});
}

export function unauthenticated(): GoogleError {
	return new GoogleError(
		'UNAUTHENTICATED',
		'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
	);
}

/** @param quota the exhausted quota; the switch `quotaRefusal` decides whether the text or ErrorInfo names it */
function exhausted({ switches }: Account, message: string, quota?: Record<string, string>): GoogleError {
	const { retryAfter, quotaRefusal } = switches;
	const headers: Record<string, string> =
		retryAfter > 0 ? { 'retry-after': String(retryAfter) } : {};
	if (!quota || quotaRefusal === 'text') return new GoogleError('RESOURCE_EXHAUSTED', message, { headers });
	const details = [
		{
			'@type': 'type.googleapis.com/google.rpc.ErrorInfo',
			reason: 'RATE_LIMIT_EXCEEDED',
			domain: 'googleapis.com',
			metadata: { service: googleHosts.library, consumer, ...quota },
		},
	];
	return new GoogleError('RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).', { headers, details });
}

function serviceDisabled(service: Service): GoogleError {
	const serviceTitle = titles[service];
	const activationUrl = `https://console.developers.google.com/apis/api/${service}/overview?project=${project}`;
	const message = `${serviceTitle} has not been used in project ${project} before or it is disabled. Enable it by visiting ${activationUrl} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`;
	const type = (name: string) => `type.googleapis.com/google.rpc.${name}`;
	return new GoogleError('PERMISSION_DENIED', message, {
		details: [
			{
				'@type': type('ErrorInfo'),
				reason: 'SERVICE_DISABLED',
				domain: 'googleapis.com',
				metadata: {
					service,
					serviceTitle,
					activationUrl,
					consumer: `projects/${project}`,
					containerInfo: project,
				},
			},
			{ '@type': type('LocalizedMessage'), locale: 'en-US', message },
			{
				'@type': type('Help'),
				links: [{ description: 'Google developers console API activation', url: activationUrl }],
			},
		],
	});
}
