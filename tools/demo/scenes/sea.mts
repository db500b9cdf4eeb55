import {
	type Canvas,
	type Random,
	band,
	clouds,
	disc,
	glitter,
	glow,
	hills,
	picture,
	round,
	shape,
	skyline,
	stars,
} from './parts.mts';

/** A sunset at sea with a sailing boat. */
export function sunset(canvas: Canvas, random: Random): string {
	const { width, height } = canvas;
	const horizon = height * 0.62;
	const sun = width * 0.62;
	const boat = `<g transform="translate(${width * 0.3} ${horizon + 46})" fill="#2a1535"><path d="M-70 0 L74 0 L52 26 L-50 26 Z"/><path d="M0 -8 L0 -150 L64 -8 Z"/><path d="M-8 -8 L-8 -122 L-52 -8 Z" opacity="0.85"/></g>`;
	const birds = [
		[0.44, 0.2, 1],
		[0.49, 0.17, 0.7],
		[0.53, 0.22, 0.8],
	].map(([x = 0, y = 0, size = 1]) => {
		return `<path transform="translate(${width * x} ${height * y}) scale(${size})" d="M-26 -6 Q-12 -16 0 0 Q12 -16 26 -6" fill="none" stroke="#3a1d4d" stroke-width="4"/>`;
	});
	return picture(
		canvas,
		band(canvas, 0, horizon, '#2b1a57', '#7a2f7d', '#e2546b', '#ff9a4d', '#ffd873'),
		clouds(canvas, random, height * 0.3, 14, '#ff8f7a', 0.5),
		glow(sun, horizon - 20, width * 0.42, '#ffe9a8', 0.9),
		disc(sun, horizon - 14, 78, '#fff3cf'),
		band(canvas, horizon, height, '#f08a55', '#a24678', '#3a1f5c'),
		glitter(random, sun, horizon + 6, height, '#ffe2a0'),
		boat,
		...birds,
	);
}

/** Fish over a coral reef, with light from above. */
export function reef(canvas: Canvas, random: Random): string {
	const { width, height } = canvas;
	const rays = Array.from({ length: 7 }, (_, index) => {
		const [top, foot] = [width * (0.2 + index * 0.09), width * (-0.1 + index * 0.2)];
		return shape(
			[
				[top, 0],
				[top + 46, 0],
				[foot + 190, height],
				[foot, height],
			],
			'#d9fff6',
			0.09,
		);
	});
	const fish = (x: number, y: number, size: number, color: string, stripe: string) => `
<g transform="translate(${round(x)} ${round(y)}) scale(${round(size)} ${round(Math.abs(size))})"><path d="M-46 0 L-84 -30 L-76 0 L-84 30 Z" fill="${color}"/><ellipse rx="56" ry="32" fill="${color}"/>
<path d="M-8 -31 Q10 0 -8 31 L-24 29 Q-6 0 -24 -29 Z M20 -29 Q34 0 20 29 L10 31 Q24 0 10 -31 Z" fill="${stripe}"/><circle cx="38" cy="-8" r="7" fill="#fff"/><circle cx="40" cy="-8" r="3.6" fill="#111"/></g>`;
	const coral = (x: number, color: string) => {
		const arms = Array.from({ length: 9 }, (_, index) => {
			const [lean, tall] = [(index - 4) * 26 + random() * 16, 120 + random() * 150];
			return `<path d="M${round(x)} ${height} Q${round(x + lean * 0.2)} ${round(height - tall * 0.6)} ${round(x + lean)} ${round(height - tall)}"/>`;
		});
		return `<g fill="none" stroke="${color}" stroke-width="20" stroke-linecap="round">${arms.join('')}</g>`;
	};
	const colors = [
		['#ff8c2b', '#fff'],
		['#ffd23f', '#1d4e89'],
		['#ef476f', '#ffe5ec'],
		['#7bdff2', '#2b59c3'],
	] as const;
	return picture(
		canvas,
		band(canvas, 0, height, '#7fe7e0', '#1fa3c4', '#0b5f95', '#06385f'),
		...rays,
		hills(canvas, skyline(random, height * 0.86, 120), '#0a4a70', 0.8),
		hills(canvas, skyline(random, height * 0.94, 60), '#c9b48a'),
		...['#ff5d73', '#b15eff', '#ff9f45', '#ff6fb5', '#3ddc97'].map((color, index) =>
			coral(width * (0.1 + index * 0.2), color),
		),
		...Array.from({ length: 13 }, (_, index) => {
			const [color, stripe] = colors[index % 4] ?? colors[0];
			const size = (0.5 + random() * 0.9) * (random() > 0.35 ? 1 : -1);
			return fish(
				width * (0.08 + random() * 0.84),
				height * (0.14 + random() * 0.56),
				size,
				color,
				stripe,
			);
		}),
		...Array.from({ length: 36 }, () =>
			disc(random() * width, random() * height, 3 + random() * 9, '#eaffff', 0.4),
		),
	);
}

/** A lighthouse and its beam over a rough sea. */
export function lighthouse(canvas: Canvas, random: Random): string {
	const { width, height } = canvas;
	const [x, lamp] = [width * 0.27, height * 0.26];
	const wave = (y: number, color: string, phase: number) => {
		const crest = Array.from({ length: 81 }, (_, index): [number, number] => [
			(width * index) / 80,
			y + Math.sin(index / 2.6 + phase) * 9 + Math.sin(index / 6.1 + phase) * 13,
		]);
		return shape([...crest, [width, height], [0, height]], color);
	};
	const stripes = [0, 1, 2, 3, 4].map((stripe) => {
		const at = (part: number) => ({
			y: lamp + 40 + part * (height * 0.64 - lamp - 40),
			half: 34 + part * 30,
		});
		const [a, b] = [at(stripe / 5), at((stripe + 1) / 5)];
		return shape(
			[
				[x - a.half, a.y],
				[x + a.half, a.y],
				[x + b.half, b.y],
				[x - b.half, b.y],
			],
			stripe % 2 ? '#f5efe6' : '#c8323a',
		);
	});
	return picture(
		canvas,
		band(canvas, 0, height, '#16243f', '#2f4a6d', '#7a7f96', '#d89a83'),
		stars(canvas, random, 60, height * 0.3),
		clouds(canvas, random, height * 0.3, 12, '#0e1830', 0.6),
		shape(
			[
				[x, lamp + 8],
				[width, lamp - 150],
				[width, lamp + 120],
			],
			'#fff3c4',
			0.28,
		),
		shape(
			[
				[x, lamp + 8],
				[0, lamp - 40],
				[0, lamp + 60],
			],
			'#fff3c4',
			0.2,
		),
		wave(height * 0.66, '#3d5f80', 0),
		shape(
			[
				[x - 240, height * 0.74],
				[x - 130, height * 0.63],
				[x + 120, height * 0.62],
				[x + 260, height * 0.76],
			],
			'#2a2a33',
		),
		...stripes,
		shape(
			[
				[x + 8, lamp + 40],
				[x + 34, lamp + 40],
				[x + 64, height * 0.64],
				[x + 18, height * 0.64],
			],
			'#000',
			0.16,
		),
		`<rect x="${x - 28}" y="${lamp - 18}" width="56" height="50" fill="#ffe9a0"/><rect x="${x - 46}" y="${lamp + 30}" width="92" height="12" fill="#222"/>`,
		shape(
			[
				[x - 38, lamp - 18],
				[x + 38, lamp - 18],
				[x, lamp - 62],
			],
			'#8f1f2a',
		),
		glow(x, lamp + 6, 190, '#fff2b8', 0.95),
		wave(height * 0.74, '#2f4f72', 1.7),
		wave(height * 0.82, '#223d5e', 3.1),
		wave(height * 0.91, '#152a45', 4.9),
	);
}
