/** The results of a scenario. */
export interface Section {
	title: string;
	/** What was done, in one or two sentences. */
	about: string;
	tables: Table[];
	targets: Target[];
	charts: Chart[];
}

export interface Table {
	head: string[];
	/** The first cell of a row is its name, the others are numbers. */
	rows: string[][];
}

/** A target and the measured value. */
export interface Target {
	text: string;
	value: string;
	met: boolean;
}

export interface Chart {
	/** File name without folder. */
	file: string;
	/** Alternative text. */
	text: string;
	svg: string;
}

/** A target with an upper limit. @param unit appended to the numbers */
export function atMost(text: string, value: number, limit: number, unit: string, digits = 2): Target {
	return { text: `${text}: at most ${limit}${unit}`, value: `${value.toFixed(digits)}${unit}`, met: value <= limit };
}

/** A target with a lower limit. */
export function atLeast(text: string, value: number, limit: number, unit: string, digits = 1): Target {
	return { text: `${text}: at least ${limit}${unit}`, value: `${value.toFixed(digits)}${unit}`, met: value >= limit };
}

/** A target that must be met exactly. */
export function exactly(text: string, value: number, wanted: number): Target {
	return { text: `${text}: ${wanted.toLocaleString('en')}`, value: value.toLocaleString('en'), met: value === wanted };
}
