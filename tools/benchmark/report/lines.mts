import { line, picture, round, text, width } from './svg.mts';

export interface Series {
	name: string;
	points: Array<{ x: number; y: number }>;
}

const height = 320;
const frame = { left: 64, right: width - 24, top: 66, bottom: height - 46 };

/** A line chart with axes from zero; `x` and `y` are the axis titles. */
export function lines(title: string, series: Series[], x: string, y: string): string {
	const points = series.flatMap((one) => one.points);
	const stepX = stepFor(Math.max(...points.map((point) => point.x)));
	const stepY = stepFor(Math.max(...points.map((point) => point.y)));
	const mostX = Math.ceil(Math.max(...points.map((point) => point.x)) / stepX) * stepX;
	const mostY = Math.ceil(Math.max(...points.map((point) => point.y)) / stepY) * stepY;
	const atX = (value: number) => frame.left + ((frame.right - frame.left) * value) / mostX;
	const atY = (value: number) => frame.bottom - ((frame.bottom - frame.top) * value) / mostY;
	return picture(title, height, [
		...ticks(mostX, stepX).map((value) => text(atX(value), frame.bottom + 20, numbered(value), quiet('middle'))),
		...ticks(mostY, stepY).flatMap((value) => [
			line(frame.left, atY(value), frame.right, atY(value)),
			text(frame.left - 8, atY(value) + 4, numbered(value), quiet('end')),
		]),
		text(frame.right, height - 6, x, quiet('end')),
		text(16, 50, y, 'class="quiet"'),
		...series.flatMap(({ name, points: own }, index) => [
			`<polyline class="line c${index}" style="fill:none" points="${own.map((p) => `${round(atX(p.x))},${round(atY(p.y))}`).join(' ')}"/>`,
			...own.map((p) => `<circle class="c${index}" cx="${round(atX(p.x))}" cy="${round(atY(p.y))}" r="3"/>`),
			`<rect class="c${index}" x="${300 + index * 140}" y="40" width="11" height="11" rx="2"/>`,
			text(316 + index * 140, 50, name),
		]),
	]);
}

const quiet = (anchor: string) => `class="quiet" text-anchor="${anchor}"`;
const numbered = (value: number) => value.toLocaleString('en');

function ticks(most: number, step: number): number[] {
	return Array.from({ length: Math.round(most / step) + 1 }, (_none, index) => index * step);
}

/** A round step that divides the axis into about five parts. */
function stepFor(most: number): number {
	const power = 10 ** Math.floor(Math.log10(Math.max(most, 1) / 5));
	return [1, 2, 5, 10].map((factor) => factor * power).find((step) => most / step <= 6) ?? power;
}
