/** What a scenario found out. */
export interface Section {
	title: string;
	/** What was done, in a sentence or two. */
	about: string;
	tables: Table[];
	targets: Target[];
	charts: Chart[];
}

export interface Table {
	head: string[];
	/** The first cell of a row names it, the others are numbers. */
	rows: string[][];
}

/** What we want to reach, and what came out. */
export interface Target {
	text: string;
	value: string;
	met: boolean;
}

export interface Chart {
	/** Name of the file, without folder. */
	file: string;
	/** What it shows, for whoever cannot see it. */
	text: string;
	svg: string;
}

/** A target that a number must not pass; `unit` is put behind it. */
export function atMost(text: string, value: number, limit: number, unit: string, digits = 2): Target {
	return { text: `${text}: at most ${limit}${unit}`, value: `${value.toFixed(digits)}${unit}`, met: value <= limit };
}

/** A target that a number must reach. */
export function atLeast(text: string, value: number, limit: number, unit: string, digits = 1): Target {
	return { text: `${text}: at least ${limit}${unit}`, value: `${value.toFixed(digits)}${unit}`, met: value >= limit };
}

/** A target that leaves no room. */
export function exactly(text: string, value: number, wanted: number): Target {
	return { text: `${text}: ${wanted.toLocaleString('en')}`, value: value.toLocaleString('en'), met: value === wanted };
}
