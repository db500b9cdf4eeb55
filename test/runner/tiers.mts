import { n8n1, n8n2 } from '../../tools/n8n/versions.mts';

/** What a tier needs before its tests can run. */
interface Tier {
	/** folders of the n8n installations that its tests use */
	installations?: string[];
	/** whether its test files attach to one running n8n */
	sharesN8n?: boolean;
}

/** The tiers in order of execution. Each is a project of jest.config.js. */
export const tiers = {
	unit: {},
	docs: {},
	engine: {},
	package: {},
	n8n: { installations: [n8n2], sharesN8n: true },
	system: { installations: [n8n2], sharesN8n: true },
	'engine-1.x': { installations: [n8n1] },
	versions: { installations: [n8n1, n8n2] },
} satisfies Record<string, Tier>;

export type TierName = keyof typeof tiers;

export const needsOf = (name: TierName): Tier => tiers[name];

export const isTier = (name: string): name is TierName => Object.hasOwn(tiers, name);
