/**
 * Loaded by n8n through EXTERNAL_HOOK_FILES: stands in for the resolver of end-user credentials, which n8n has in some
 * plans only. The person is the value of a webhook's header; PEOPLE names the file with their tokens.
 */
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');

const fromN8n = createRequire(require.main.filename);
const { Container } = fromN8n('@n8n/di');
const { ContextEstablishmentHookMetadata } = fromN8n('@n8n/decorators');
const { Cipher } = fromN8n('n8n-core');
const { DynamicCredentialsProxy } = fromN8n('../dist/credentials/dynamic-credentials-proxy.js');

const NO_USER =
	"This node uses an end-user credential, but no user could be identified for this run, so the credential for it couldn't be resolved";

/** Tokens by person. */
const tokens = JSON.parse(readFileSync(process.env.PEOPLE, 'utf8'));

class PersonHeader {
	hookDescription = { name: 'PersonHeader', displayName: 'Person Header', options: [] };

	isApplicableToTriggerNode() {
		return true;
	}

	async execute({ triggerItems }) {
		const identity = triggerItems[0].json.headers['x-person'];
		return { triggerItems, contextUpdate: { credentials: { version: 1, identity } } };
	}
}

async function personOf(executionContext) {
	if (!executionContext?.credentials) throw new Error(NO_USER);
	return JSON.parse(await Container.get(Cipher).decryptV2(executionContext.credentials)).identity;
}

const resolver = {
	getSystemResolverId: () => 'system',
	async resolveIfNeeded({ isResolvable }, data, executionContext) {
		if (!isResolvable) return { data, isDynamic: false };
		const oauthTokenData = tokens[await personOf(executionContext)];
		return { data: { ...data, oauthTokenData }, isDynamic: true };
	},
};

const storage = {
	async storeIfNeeded(_credential, { oauthTokenData }, { identity }) {
		tokens[identity] = oauthTokenData;
	},
};

// n8n adds the hooks that it knows to its triggers when it loads the nodes
Container.set(PersonHeader, new PersonHeader());
Container.get(ContextEstablishmentHookMetadata).register({ class: PersonHeader });

async function install() {
	Container.get(DynamicCredentialsProxy).setResolverProvider(resolver);
	Container.get(DynamicCredentialsProxy).setStorageProvider(storage);
}

module.exports = { n8n: { ready: [install] } };
