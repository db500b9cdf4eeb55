import {
	type Canvas,
	type Random,
	band,
	clouds,
	disc,
	fir,
	glitter,
	glow,
	hills,
	picture,
	round,
	shape,
	skyline,
} from './parts.mts';

/** Mountain ranges in early morning haze. */
export function mountainMorning(canvas: Canvas, random: Random): string {
	const { width, height } = canvas;
	const ranges = ['#a9c3df', '#86a7cc', '#6388b4', '#43688f', '#2a4a6b', '#173047'];
	return picture(
		canvas,
		band(canvas, 0, height, '#f7c59f', '#fde4c3', '#d7e7f5', '#b7cfe8'),
		glow(width * 0.68, height * 0.24, width * 0.6, '#fff6dc', 1),
		disc(width * 0.68, height * 0.24, 62, '#fffaf0'),
		...ranges.flatMap((color, index) => [
			hills(canvas, skyline(random, height * (0.38 + index * 0.105), 330 - index * 40), color),
			clouds(canvas, random, height * (0.5 + index * 0.1), 6, '#f4f8fc', 0.35),
		]),
		...Array.from({ length: 26 }, () => {
			return fir(
				random() * width,
				height * (0.97 + random() * 0.05),
				110 + random() * 150,
				'#0d1f2e',
			);
		}),
	);
}

/** High peaks with snow, and prayer flags across the view. */
export function snowPeaks(canvas: Canvas, random: Random): string {
	const { width, height } = canvas;
	const peak = (x: number, y: number, half: number, rock: string) => {
		const base = height * 0.86;
		const jag = (from: number, to: number): Array<[number, number]> => {
			return Array.from({ length: 9 }, (_, index): [number, number] => {
				const part = index / 8;
				return [
					x + half * (from + (to - from) * part),
					y + (base - y) * (0.3 + (index % 2 ? 0.13 : 0) + random() * 0.05),
				];
			});
		};
		return (
			shape(
				[
					[x, y],
					[x + half, base],
					[x - half, base],
				],
				rock,
			) +
			shape(
				[
					[x, y],
					[x + half, base],
					[x + half * 0.12, base],
				],
				'#1d3557',
				0.35,
			) +
			shape([[x, y], ...jag(0.3, -0.3)], '#fdfdff') +
			shape([[x, y], ...jag(0.3, 0.03)], '#b9cbe6', 0.8)
		);
	};
	const colors = ['#1f6fd0', '#ffffff', '#d7263d', '#2a9d52', '#f4c430'];
	const flags = Array.from({ length: 19 }, (_, index) => {
		const x = (width * (index + 0.5)) / 19;
		const y = height * 0.1 + Math.sin((Math.PI * x) / width) * 150;
		return `<rect x="${round(x - 26)}" y="${round(y)}" width="52" height="60" fill="${colors[index % 5]}" transform="rotate(${round((random() - 0.5) * 14)} ${round(x)} ${round(y)})"/>`;
	});
	return picture(
		canvas,
		band(canvas, 0, height, '#1e63b5', '#5b9fe0', '#cfe6f7'),
		clouds(canvas, random, height * 0.42, 9, '#fff', 0.7),
		peak(width * 0.2, height * 0.42, 420, '#6b7f9e'),
		peak(width * 0.82, height * 0.36, 470, '#63789a'),
		peak(width * 0.5, height * 0.24, 560, '#56698c'),
		hills(canvas, skyline(random, height * 0.84, 90), '#4e6b4f'),
		hills(canvas, skyline(random, height * 0.93, 70), '#35503b'),
		`<path d="M0 ${height * 0.1} Q${width / 2} ${height * 0.1 + 300} ${width} ${height * 0.1}" fill="none" stroke="#444" stroke-width="4"/>`,
		...flags,
	);
}

/** Cherry blossom before a snow-capped volcano. */
export function blossom(canvas: Canvas, random: Random): string {
	const { width, height } = canvas;
	const flower = (x: number, y: number, size: number) => {
		const tint =
			['#ffd6e5', '#ffc2d9', '#ffeaf2', '#ffb0cd'][Math.floor(random() * 4)] ?? '#ffd6e5';
		const turn = random() * 72;
		const petals = [0, 72, 144, 216, 288].map((angle) => {
			return `<ellipse cx="0" cy="${round(-size * 0.62)}" rx="${round(size * 0.42)}" ry="${round(size * 0.56)}" fill="${tint}" transform="rotate(${angle})"/>`;
		});
		return `<g transform="translate(${round(x)} ${round(y)}) rotate(${round(turn)})">${petals.join('')}<circle r="${round(size * 0.2)}" fill="#e0557f"/></g>`;
	};
	const branch = (path: string, thick: number) =>
		`<path d="${path}" fill="none" stroke="#4a2c2a" stroke-width="${thick}" stroke-linecap="round"/>`;
	const onArc = Array.from({ length: 120 }, () => {
		const part = random();
		const x = width * (1 - part * 0.82);
		const y = height * (0.04 + part * 0.27 + Math.sin(part * 6) * 0.05) + (random() - 0.45) * 170;
		return flower(x, y, 15 + random() * 22);
	});
	const top = height * 0.36;
	return picture(
		canvas,
		band(canvas, 0, height, '#8ec9f0', '#cfe8f7', '#fdeef3'),
		shape(
			[
				[width * 0.36, top],
				[width * 0.46, top],
				[width * 0.86, height * 0.8],
				[-width * 0.04, height * 0.8],
			],
			'#6a86b3',
		),
		shape(
			[
				[width * 0.36, top],
				[width * 0.46, top],
				[width * 0.56, height * 0.49],
				[width * 0.5, height * 0.47],
				[width * 0.45, height * 0.55],
				[width * 0.4, height * 0.48],
				[width * 0.34, height * 0.54],
				[width * 0.3, height * 0.46],
				[width * 0.25, height * 0.5],
			],
			'#ffffff',
		),
		hills(canvas, skyline(random, height * 0.77, 60), '#7fa08f'),
		band(canvas, height * 0.8, height, '#9cc6de', '#5b93b8'),
		glitter(random, width * 0.41, height * 0.81, height, '#ffffff'),
		branch(
			`M${width * 1.02} ${height * 0.02} C${width * 0.8} ${height * 0.06} ${width * 0.6} ${height * 0.26} ${width * 0.2} ${height * 0.28}`,
			17,
		),
		branch(
			`M${width * 0.72} ${height * 0.13} C${width * 0.66} ${height * 0.02} ${width * 0.56} ${height * 0.08} ${width * 0.46} ${height * 0.03}`,
			9,
		),
		branch(
			`M${width * 0.86} ${height * 0.06} C${width * 0.88} ${height * 0.2} ${width * 0.82} ${height * 0.28} ${width * 0.84} ${height * 0.4}`,
			8,
		),
		...onArc,
		...Array.from(
			{ length: 26 },
			() =>
				`<ellipse cx="${round(random() * width)}" cy="${round(height * (0.4 + random() * 0.6))}" rx="8" ry="5" fill="#ffc2d9" transform="rotate(${round(random() * 20)})"/>`,
		),
	);
}
