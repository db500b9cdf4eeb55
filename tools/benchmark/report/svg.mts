/** Colors for light and dark backgrounds. */
const style = `text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.quiet { fill: #59636e }
.axis { stroke: #59636e; stroke-opacity: .4 }
.c0 { fill: #1a73e8; stroke: #1a73e8 } .c1 { fill: #8a93a0; stroke: #8a93a0 } .c2 { fill: #d93025; stroke: #d93025 }
.line { fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc } .quiet { fill: #9198a1 } .axis { stroke: #9198a1 }
.c0 { fill: #8ab4f8; stroke: #8ab4f8 } .c1 { fill: #9aa0a6; stroke: #9aa0a6 } .c2 { fill: #f28b82; stroke: #f28b82 }
}`;

export const width = 720;

/** An SVG picture of this height with a title. */
export function picture(title: string, height: number, content: string[]): string {
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
		`<title>${escaped(title)}</title><style>${style}</style>`,
		text(16, 26, title, 'style="font-weight:600;font-size:15px"'),
		...content,
		'</svg>\n',
	].join('\n');
}

export function text(x: number, y: number, content: string, attributes = ''): string {
	return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escaped(content)}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number): string {
	return `<line class="axis" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
}

export const round = (value: number) => Math.round(value * 10) / 10;

function escaped(content: string): string {
	return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
