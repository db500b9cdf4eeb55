export interface EnvironmentOptions {
	/** n8n keeps its database, keys and binary files in the folder `.n8n` inside this one. */
	userFolder: string;
	/** Folders in which workflows may read and write files. */
	files?: string[];
	/** Additional settings, for example a proxy and its certificate authority. */
	extra?: Record<string, string>;
}

/** No telemetry, and no banners in the editor. */
const quiet = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_DISABLED_MODULES:
		'mcp-registry,instance-reporting,instance-ai,agents,agent-evals,chat-hub,insights',
};

/** Inherited settings of another n8n or of a test runner, which are removed. */
const foreign =
	/^(N8N_|DB_|EXECUTIONS_|QUEUE_|CREDENTIALS_|GENERIC_|WEBHOOK_|NODE_ENV$|NODE_OPTIONS$)/;

/**
 * The environment of an n8n process: no requests to the internet, listening on the loopback interface only. See
 * https://docs.n8n.io/hosting/configuration/environment-variables/
 */
export function n8nEnvironment(options: EnvironmentOptions): Record<string, string> {
	const { userFolder, files = [], extra = {} } = options;
	const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
	return {
		...(Object.fromEntries(inherited) as Record<string, string>),
		...quiet,
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		// Browsers do not fully support secure cookies for http://127.0.0.1.
		N8N_SECURE_COOKIE: 'false',
		N8N_RESTRICT_FILE_ACCESS_TO: files.join(';'),
		// With the default timeout, n8n answers 503 ("Database is not ready") when the machine is busy for some
		// seconds.
		DB_PING_TIMEOUT_MS: '120000',
		N8N_DB_PING_TIMEOUT: '120000',
		// Commands print their results through the log.
		N8N_LOG_LEVEL: 'info',
		N8N_LOG_FORMAT: 'text',
		N8N_LOG_OUTPUT: 'console',
		GENERIC_TIMEZONE: 'UTC',
		...extra,
	};
}
