import { switchTable, type Switch } from './switch-table.mts';

export type SwitchName = keyof typeof switchTable;

/** The settings of an account. */
export type Switches = {
	-readonly [Name in SwitchName]: (typeof switchTable)[Name]['default'] extends boolean
		? boolean
		: (typeof switchTable)[Name]['default'] extends number
			? number
			: string;
};

const names = Object.keys(switchTable) as SwitchName[];

/** The default setting of every switch. */
export function defaultSwitches(): Switches {
	return Object.fromEntries(names.map((name) => [name, switchTable[name].default])) as Switches;
}

/** The hostile setting of every switch, except those with which no client can succeed. */
export function hostileSwitches(): Switches {
	const hostile = names.map((name) => {
		const entry: Switch = switchTable[name];
		return [name, entry.refuses ? entry.default : entry.hostile];
	});
	return Object.fromEntries(hostile) as Switches;
}

/**
 * Validates switches received from outside.
 * @returns the switches, or an error message
 */
export function parseSwitches(input: object): Partial<Switches> | string {
	for (const [name, value] of Object.entries(input)) {
		const known: Switch | undefined = Object.hasOwn(switchTable, name)
			? switchTable[name as SwitchName]
			: undefined;
		if (!known) return `No switch named ${name}`;
		if (typeof value !== typeof known.default)
			return `Switch ${name} takes a ${typeof known.default}`;
	}
	return input as Partial<Switches>;
}
