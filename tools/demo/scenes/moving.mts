import {
	band,
	type Canvas,
	disc,
	fir,
	glitter,
	glow,
	hills,
	picture,
	randomOf,
	round,
	shape,
	skyline,
	stars,
} from './parts.mts';

/** The sun rising out of the sea; `time` runs from 0 to 1. */
export function dawnAtSea(canvas: Canvas, time: number): string {
	const { width, height } = canvas;
	const horizon = height * 0.6;
	const sun = horizon + 60 - time * 150;
	const waves = [0, 1, 2, 3].map((row) => {
		const y = horizon + 26 + row * 48;
		const crest = Array.from({ length: 49 }, (_, index): [number, number] => [
			(width * index) / 48,
			y + Math.sin(index / (3.2 - row * 0.4) + time * Math.PI * 2 + row) * (4 + row * 3),
		]);
		const color = ['#c8748a', '#95588f', '#643f82', '#3d2b66'][row] ?? '#3d2b66';
		return shape([...crest, [width, height], [0, height]], color, 0.7);
	});
	return picture(
		canvas,
		band(canvas, 0, horizon, '#24305e', '#8a4f86', '#f0786a', '#ffc371'),
		glow(width / 2, sun, 260 + time * 120, '#ffe9a8', round(0.6 + time * 0.4)),
		disc(width / 2, sun, 44, '#fff4d2'),
		band(canvas, horizon, height, '#f0a078', '#7a4a86', '#33265a'),
		glitter(randomOf(Math.floor(time * 12)), width / 2, horizon + 4, height, '#ffe6b0'),
		...waves,
	);
}

/** Snow falling on a cabin at night; `time` runs from 0 to 1, and the last frame equals the first. */
export function snowfall(canvas: Canvas, time: number): string {
	const { width, height } = canvas;
	const random = randomOf(77);
	const [x, y] = [width * 0.56, height * 0.72];
	const cabin = `<g transform="translate(${x} ${y})"><rect x="-80" y="-70" width="160" height="80" fill="#5b3a29"/><path d="M-104 -64 L0 -136 L104 -64 Z" fill="#eef4fb"/>
<rect x="-54" y="-48" width="36" height="30" fill="#ffd36b"/><rect x="18" y="-48" width="36" height="30" fill="#ffd36b"/><rect x="44" y="-130" width="20" height="46" fill="#47352c"/></g>`;
	const firs = Array.from({ length: 16 }, () =>
		fir(random() * width, height * (0.72 + random() * 0.05), 90 + random() * 110, '#16324a'),
	);
	const flakes = Array.from({ length: 150 }, () => {
		const [start, depth] = [random(), 0.4 + random() * 0.6];
		// Whole cycles only, so that the last frame equals the first.
		const fallen = (start + time * Math.round(1 + depth * 2)) % 1;
		const drift = Math.sin((fallen + start) * Math.PI * 2) * 14;
		return disc(
			random() * width + drift,
			fallen * height,
			1.2 + depth * 2.4,
			'#fff',
			round(0.4 + depth * 0.5),
		);
	});
	return picture(
		canvas,
		band(canvas, 0, height, '#0a1533', '#1c3560', '#43648f'),
		stars(canvas, random, 50, height * 0.4),
		hills(canvas, skyline(random, height * 0.58, 120), '#28476d'),
		...firs,
		hills(canvas, skyline(random, height * 0.74, 24), '#dfe9f5'),
		cabin,
		glow(x - 36, y - 33, 90, '#ffcf66', 0.6),
		glow(x + 36, y - 33, 90, '#ffcf66', 0.6),
		hills(canvas, skyline(random, height * 0.86, 26), '#f4f8fc'),
		...flakes,
	);
}
