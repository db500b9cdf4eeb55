import {
	type Canvas,
	type Random,
	along,
	band,
	clouds,
	disc,
	fir,
	glow,
	hills,
	picture,
	round,
	shape,
	skyline,
} from './parts.mts';

/** Dunes with a lit and a shaded side. */
export function desert(canvas: Canvas, random: Random): string {
	const { width, height } = canvas;
	const dune = (y: number, swing: number, phase: number, light: string, shade: string) => {
		const crest = Array.from({ length: 61 }, (_, index): [number, number] => {
			const x = (width * index) / 60;
			return [
				x,
				y + Math.sin(index / 9 + phase) * swing + Math.sin(index / 4.1 + phase * 2) * swing * 0.22,
			];
		});
		const foot = crest.map(([x, top], index): [number, number] => {
			return [x + 120 + index * 2, top + 120 + swing * (1.2 + Math.sin(index / 7 + phase))];
		});
		return (
			shape([...crest, [width, height], [0, height]], light) +
			shape([...crest, ...foot.reverse()], shade, 0.55)
		);
	};
	return picture(
		canvas,
		band(canvas, 0, height * 0.6, '#3f6fb0', '#8fb6d9', '#f6dcae', '#ffc887'),
		clouds(canvas, random, height * 0.24, 5, '#fff', 0.35),
		glow(width * 0.24, height * 0.3, 420, '#fff4c9', 0.95),
		disc(width * 0.24, height * 0.3, 60, '#fffbe8'),
		dune(height * 0.52, 34, 0.4, '#e8b06a', '#b9743c'),
		dune(height * 0.6, 50, 2.1, '#e39b50', '#a65f2f'),
		dune(height * 0.7, 64, 4.2, '#d9863d', '#8c4a26'),
		dune(height * 0.86, 58, 5.6, '#c9702f', '#74391f'),
	);
}

/** Lavender in rows towards a low sun. */
export function lavender(canvas: Canvas, random: Random): string {
	const { width, height } = canvas;
	const horizon = height * 0.5;
	const [eye, rows] = [width * 0.56, 13];
	const field = Array.from({ length: rows }, (_, index) => {
		const at = (part: number) => eye + (part - 0.5) * width * 3.4;
		const [left, right] = [at(index / rows), at((index + 0.62) / rows)];
		const tufts = Array.from({ length: 40 }, (_ignored, step) => {
			const near = ((step + 1) / 40) ** 2;
			const x = eye + ((left + right) / 2 - eye) * near;
			const size = 4 + near * ((right - left) * 0.5);
			return `<ellipse cx="${round(x + (random() - 0.5) * size)}" cy="${round(horizon + (height - horizon) * near)}" rx="${round(size)}" ry="${round(size * 0.4)}" fill="${random() > 0.5 ? '#8e6fd0' : '#6d4bb0'}"/>`;
		});
		return (
			shape(
				[
					[eye - 2, horizon],
					[eye + 2, horizon],
					[right, height],
					[left, height],
				],
				'#5a3d9a',
			) + tufts.join('')
		);
	});
	return picture(
		canvas,
		band(canvas, 0, horizon, '#6fa8dc', '#c9d7ee', '#ffe3b8'),
		glow(width * 0.3, horizon - 60, 520, '#ffeeb5', 1),
		hills(canvas, skyline(random, horizon - 40, 110), '#8f9bc4'),
		hills(canvas, skyline(random, horizon - 12, 50), '#6b7b8f'),
		band(canvas, horizon, height, '#7d8a4a', '#566b2e'),
		...field,
		...along(canvas, skyline(random, horizon, 8, 5)).map(([x, y]) =>
			disc(x, y, 9 + random() * 12, '#3d5a3a'),
		),
	);
}

/** Hot-air balloons over a green valley. */
export function balloons(canvas: Canvas, random: Random): string {
	const { width, height } = canvas;
	const balloon = (x: number, y: number, size: number, main: string, stripe: string) => `
<g transform="translate(${x} ${y}) scale(${size})"><path d="M0 -100 C64 -100 90 -52 82 -8 C76 26 34 62 20 84 L-20 84 C-34 62 -76 26 -82 -8 C-90 -52 -64 -100 0 -100 Z" fill="${main}"/>
<path d="M0 -100 C28 -100 44 -48 40 -8 C36 30 18 62 10 84 L-10 84 C-18 62 -36 30 -40 -8 C-44 -48 -28 -100 0 -100 Z" fill="${stripe}"/>
<path d="M0 -100 C64 -100 90 -52 82 -8 C76 26 34 62 20 84 L8 84 C40 30 60 -40 0 -100 Z" fill="#000" opacity="0.12"/>
<path d="M-18 84 L-13 112 M18 84 L13 112" stroke="#5a3d22" stroke-width="3"/><rect x="-16" y="112" width="32" height="24" rx="4" fill="#7a5230"/></g>`;
	return picture(
		canvas,
		band(canvas, 0, height, '#57b6e6', '#a8def2', '#fdf3d6'),
		clouds(canvas, random, height * 0.28, 10, '#fff', 0.8),
		hills(canvas, skyline(random, height * 0.66, 150), '#9cc7a6'),
		hills(canvas, skyline(random, height * 0.76, 120), '#6fae76'),
		hills(canvas, skyline(random, height * 0.88, 100), '#417f4c'),
		balloon(width * 0.2, height * 0.36, 1.5, '#e63946', '#fff1e6'),
		balloon(width * 0.5, height * 0.24, 1.05, '#f4a261', '#2a9d8f'),
		balloon(width * 0.8, height * 0.42, 1.8, '#6a4c93', '#ffca3a'),
		balloon(width * 0.64, height * 0.58, 0.7, '#1982c4', '#ffffff'),
		balloon(width * 0.37, height * 0.62, 0.5, '#8ac926', '#ff595e'),
	);
}

/** Firs that fade into mist, tier behind tier. */
export function forest(canvas: Canvas, random: Random): string {
	const { width, height } = canvas;
	const tiers = ['#b9ccc9', '#93aeab', '#6b8c88', '#456965', '#264743', '#102a27'];
	return picture(
		canvas,
		band(canvas, 0, height, '#e9efe6', '#cfdcd6', '#a9c0ba'),
		glow(width * 0.35, height * 0.2, 500, '#fffbe6', 0.9),
		...tiers.map((color, tier) => {
			const trees = Array.from({ length: 26 - tier * 3 }, () => {
				return fir(
					random() * width,
					height * (0.57 + tier * 0.1) + random() * 24,
					90 + tier * 34 + random() * 90,
					color,
				);
			});
			return (
				trees.join('') +
				band(canvas, height * (0.55 + tier * 0.1), height, color, color) +
				clouds(canvas, random, height * (0.57 + tier * 0.1), 7, '#eef3f0', 0.4)
			);
		}),
	);
}
