import {
	type Canvas,
	type Random,
	band,
	disc,
	fir,
	glitter,
	glow,
	hills,
	picture,
	round,
	skyline,
	stars,
} from './parts.mts';

/** A skyline with lit windows, mirrored in a river. */
export function city(canvas: Canvas, random: Random): string {
	const { width, height } = canvas;
	const quay = height * 0.72;
	const row = (color: string, tallest: number, lit: string[]) => {
		const parts: string[] = [];
		for (let x = -20; x < width; ) {
			const across = 60 + random() * 80;
			const up = tallest * (0.35 + random() * 0.65);
			parts.push(
				`<rect x="${round(x)}" y="${round(quay - up)}" width="${round(across)}" height="${round(up)}" fill="${color}"/>`,
			);
			for (let wx = x + 9; wx < x + across - 14; wx += 18) {
				for (let wy = quay - up + 14; wy < quay - 16; wy += 24) {
					if (random() < 0.42)
						parts.push(
							`<rect x="${round(wx)}" y="${round(wy)}" width="9" height="12" fill="${lit[Math.floor(random() * lit.length)]}"/>`,
						);
				}
			}
			x += across + random() * 16;
		}
		return parts.join('');
	};
	const town =
		row('#1b2347', height * 0.52, ['#7f8fd0', '#a4b0e0']) +
		row('#0d1226', height * 0.34, ['#ffd97a', '#ffb454', '#fff1c4', '#7fd3ff']);
	return picture(
		canvas,
		band(canvas, 0, quay, '#070a1f', '#161c4a', '#47306e', '#a8517f'),
		stars(canvas, random, 160, height * 0.4),
		glow(width * 0.8, height * 0.17, 260, '#dfe6ff', 0.7),
		disc(width * 0.8, height * 0.17, 58, '#f6f3e4'),
		disc(width * 0.793, height * 0.163, 12, '#d9d4c0'),
		town,
		band(canvas, quay, height, '#141a3a', '#070a1c'),
		`<g transform="translate(0 ${quay * 2}) scale(1 -1)" opacity="0.32" filter="url(#soft)">${town}</g>`,
		glitter(random, width * 0.8, quay + 8, height, '#f2e6b8'),
	);
}

/** Curtains of green light above firs. */
export function aurora(canvas: Canvas, random: Random): string {
	const { width, height } = canvas;
	const curtain = (base: number, color: string, phase: number) => {
		return Array.from({ length: 90 }, (_, index) => {
			const x = (width * index) / 90;
			const foot = base + Math.sin(index / 11 + phase) * 90 + Math.sin(index / 5 + phase) * 24;
			const tall = 230 + Math.sin(index / 3.7 + phase) * 70 + random() * 90;
			return `<rect x="${round(x)}" y="${round(foot - tall)}" width="${round(width / 70)}" height="${round(tall)}" fill="${color}" opacity="${round(0.14 + random() * 0.3)}"/>`;
		}).join('');
	};
	return picture(
		canvas,
		band(canvas, 0, height, '#040818', '#0a1c3a', '#12395a', '#1c5a6b'),
		stars(canvas, random, 240, height * 0.7),
		`<g filter="url(#haze)">${curtain(height * 0.46, '#3dffa2', 0.3)}${curtain(height * 0.36, '#8a5cff', 2.2)}${curtain(height * 0.54, '#2ce8c3', 4)}</g>`,
		hills(canvas, skyline(random, height * 0.76, 120), '#0b1c2c'),
		hills(canvas, skyline(random, height * 0.88, 50), '#dbe9f4', 0.85),
		...Array.from({ length: 34 }, () =>
			fir(random() * width, height * (0.93 + random() * 0.09), 130 + random() * 190, '#050d16'),
		),
	);
}

/** Fireflies over a night meadow; `time` from 0 to 1 is one cycle of their flight. */
export function fireflies(canvas: Canvas, random: Random, time: number): string {
	const { width, height } = canvas;
	const lights = Array.from({ length: 30 }, () => {
		const [cx, cy, phase] = [
			random() * width,
			height * (0.4 + random() * 0.5),
			random() * Math.PI * 2,
		];
		const angle = phase + time * Math.PI * 2;
		const shine = 0.35 + 0.65 * Math.max(0, Math.sin(angle));
		const [x, y] = [cx + Math.cos(angle) * 16, cy + Math.sin(angle * 2) * 8];
		return (
			glow(round(x), round(y), 34, '#e8ff7a', round(shine * 0.7)) +
			disc(x, y, 3.4, '#fbffd0', round(shine))
		);
	});
	const grass = Array.from({ length: 150 }, () => {
		const [x, tall, lean] = [random() * width, 40 + random() * 90, (random() - 0.5) * 40];
		return `<path d="M${round(x)} ${height} Q${round(x)} ${round(height - tall * 0.6)} ${round(x + lean)} ${round(height - tall)}" stroke="#0a2a1c" stroke-width="4" fill="none"/>`;
	});
	return picture(
		canvas,
		band(canvas, 0, height, '#0b1030', '#1a2a55', '#2c5560'),
		disc(width * 0.78, height * 0.18, 34, '#f3f0d8'),
		hills(canvas, skyline(random, height * 0.62, 70), '#123036'),
		hills(canvas, skyline(random, height * 0.76, 40), '#0d2529'),
		...lights,
		...grass,
	);
}
