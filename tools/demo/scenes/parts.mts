/** Random numbers between 0 and 1, reproducible by seed. */
export type Random = () => number;

/** Mulberry32. `seed` is any integer. */
export function randomOf(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Size of a drawing in pixels, which are also its units. */
export interface Canvas {
	width: number;
	height: number;
}

/** A whole SVG picture. */
export function picture({ width, height }: Canvas, ...parts: string[]): string {
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs><filter id="soft"><feGaussianBlur stdDeviation="3"/></filter><filter id="haze" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="22"/></filter></defs>
${parts.join('\n')}</svg>`;
}

/** A horizontal band from `top` to `bottom` with a color gradient. */
export function band(canvas: Canvas, top: number, bottom: number, ...colors: string[]): string {
	const id = `band${colors.join('').replaceAll('#', '-')}`;
	const stops = colors.map((color, index) => {
		return `<stop offset="${index / (colors.length - 1)}" stop-color="${color}"/>`;
	});
	return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient>
<rect y="${top}" width="${canvas.width}" height="${bottom - top}" fill="url(#${id})"/>`;
}

/** A light that fades outwards. */
export function glow(x: number, y: number, radius: number, color: string, strength = 1): string {
	const id = `glow${color.replace('#', '-')}-${strength}`;
	return `<radialGradient id="${id}"><stop offset="0" stop-color="${color}" stop-opacity="${strength}"/>
<stop offset="0.35" stop-color="${color}" stop-opacity="${strength * 0.35}"/><stop offset="1" stop-color="${color}" stop-opacity="0"/></radialGradient>
<circle cx="${x}" cy="${y}" r="${radius}" fill="url(#${id})"/>`;
}

export function disc(x: number, y: number, radius: number, color: string, opacity = 1): string {
	return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${color}" opacity="${opacity}"/>`;
}

/** A closed shape through points `[x, y]`. */
export function shape(points: Array<[number, number]>, color: string, opacity = 1): string {
	const list = points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
	return `<polygon points="${list}" fill="${color}" opacity="${opacity}"/>`;
}

/** Heights of a skyline of hills or peaks, by midpoint displacement. */
export function skyline(random: Random, y: number, roughness: number, steps = 7): number[] {
	let heights = [y + (random() - 0.5) * roughness, y + (random() - 0.5) * roughness];
	let reach = roughness;
	for (let step = 0; step < steps; step++) {
		heights = heights.flatMap((height, index) => {
			const next = heights[index + 1];
			if (next === undefined) return [height];
			return [height, (height + next) / 2 + (random() - 0.5) * reach];
		});
		reach *= 0.52;
	}
	return heights;
}

/** The skyline as `[x, y]` points from the left edge to the right one. */
export function along(canvas: Canvas, heights: number[]): Array<[number, number]> {
	const last = heights.length - 1;
	return heights.map((height, index) => [(canvas.width * index) / last, height]);
}

/** Hills: everything below the skyline. */
export function hills(canvas: Canvas, heights: number[], color: string, opacity = 1): string {
	const { width, height } = canvas;
	return shape([...along(canvas, heights), [width, height], [0, height]], color, opacity);
}

export function stars(canvas: Canvas, random: Random, count: number, lowest: number): string {
	return Array.from({ length: count }, () => {
		const [x, y] = [random() * canvas.width, random() * lowest];
		return disc(x, y, 0.6 + random() * 1.6, '#fff', 0.35 + random() * 0.6);
	}).join('');
}

/** Reflection on water of a light at `x`: flat strokes that widen towards the viewer. */
export function glitter(random: Random, x: number, top: number, bottom: number, color: string) {
	return Array.from({ length: 46 }, (_, index) => {
		const y = top + ((bottom - top) * index) / 46;
		const half = (18 + index * 3.2) * (0.4 + random());
		const shift = (random() - 0.5) * (14 + index * 2.4);
		return `<ellipse cx="${round(x + shift)}" cy="${round(y)}" rx="${round(half)}" ry="${round(1.2 + index * 0.06)}" fill="${color}" opacity="${round(0.25 + random() * 0.5)}"/>`;
	}).join('');
}

/** A fir tree with its foot at `[x, y]`. */
export function fir(x: number, y: number, height: number, color: string): string {
	const storeys = [0, 1, 2, 3].map((storey): string => {
		const top = y - height + (height * storey) / 4.6;
		const half = height * (0.1 + 0.055 * storey);
		return shape(
			[
				[x, top],
				[x + half, top + height * 0.38],
				[x - half, top + height * 0.38],
			],
			color,
		);
	});
	return `<rect x="${round(x - height * 0.02)}" y="${round(y - height * 0.1)}" width="${round(height * 0.04)}" height="${round(height * 0.1)}" fill="${color}"/>${storeys.join('')}`;
}

export function clouds(
	canvas: Canvas,
	random: Random,
	y: number,
	count: number,
	color: string,
	opacity: number,
) {
	const puffs = Array.from({ length: count }, () => {
		const [x, rise] = [random() * canvas.width, (random() - 0.5) * 90];
		return `<ellipse cx="${round(x)}" cy="${round(y + rise)}" rx="${round(70 + random() * 170)}" ry="${round(10 + random() * 22)}"/>`;
	});
	return `<g fill="${color}" opacity="${opacity}" filter="url(#haze)">${puffs.join('')}</g>`;
}

export function round(value: number): number {
	return Math.round(value * 10) / 10;
}
