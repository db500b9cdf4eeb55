import { picture, round, text, width } from './svg.mts';

export interface Bar {
	name: string;
	value: number;
	/** The value as displayed. */
	label: string;
	/** Set for this node. */
	ours?: boolean;
}

const left = 210;
const right = 110;
const rowHeight = 34;

/** A horizontal bar chart. */
export function bars(title: string, entries: Bar[]): string {
	const most = Math.max(...entries.map(({ value }) => value));
	const content = entries.map(({ name, value, label, ours }, index) => {
		const y = 46 + index * rowHeight;
		const length = Math.max(2, ((width - left - right) * value) / most);
		return [
			text(left - 12, y + 17, name, 'text-anchor="end"'),
			`<rect class="${ours ? 'c0' : 'c1'}" x="${left}" y="${y}" width="${round(length)}" height="24" rx="3"/>`,
			text(left + length + 10, y + 17, label, ours ? 'style="font-weight:600"' : 'class="quiet"'),
		].join('');
	});
	return picture(title, 56 + entries.length * rowHeight, content);
}
