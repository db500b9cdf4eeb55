import type { Answer } from '../http/exchange.mts';

/** Escapes text for HTML and its attributes. */
export function escaped(text: string): string {
	const names: Record<string, string> = {
		'&': 'amp',
		'<': 'lt',
		'>': 'gt',
		'"': 'quot',
		"'": '#39',
	};
	return text.replace(/[&<>"']/g, (character) => `&${names[character]};`);
}

const style = `
:root{color-scheme:light dark;--ink:#202124;--soft:#5f6368;--line:#dadce0;--paper:#fff;--tile:#f1f3f4;--accent:#1a73e8}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#9aa0a6;--line:#3c4043;--paper:#202124;--tile:#303134;--accent:#8ab4f8}}
*{box-sizing:border-box}
body{margin:0;font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
header{display:flex;gap:1rem;align-items:baseline;flex-wrap:wrap;padding:1rem 2rem;border-bottom:1px solid var(--line);position:sticky;top:0;background:var(--paper);z-index:1}
header b{font-size:1.25rem;font-weight:500}header a,header span{color:var(--soft)}
main{max-width:1200px;margin:0 auto;padding:1rem 2rem 4rem}
a{color:inherit;text-decoration:none}a:hover{text-decoration:underline}
h1{font-size:1.6rem;font-weight:400;margin:1rem 0 .25rem}h2{font-size:1.1rem;font-weight:500;margin:2rem 0 .75rem}
.soft{color:var(--soft)}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(180px,1fr));gap:14px}
.tile{display:block;border-radius:12px;overflow:hidden;background:var(--tile)}
.tile img,.tile .blank{display:block;width:100%;aspect-ratio:4/3;object-fit:cover;background:linear-gradient(135deg,#8ab4f8,#c58af9)}
.tile div{padding:.5rem .75rem}.tile b{display:block;font-weight:500;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.tile small{color:var(--soft)}
.note{display:flex;align-items:center;justify-content:center;min-height:135px;padding:1rem;text-align:center;font-style:italic}
.card{max-width:28rem;margin:1rem auto;padding:1.5rem 2rem;border:1px solid var(--line);border-radius:16px}
.card label{display:flex;gap:.5rem;align-items:baseline;padding:.4rem 0}
button{font:inherit;padding:.6rem 1.4rem;border-radius:99px;border:1px solid var(--line);background:none;color:var(--accent);cursor:pointer}
button.main{background:var(--accent);color:var(--paper);border-color:var(--accent)}`;

/** A complete HTML page. @param body HTML, in which user input is already escaped */
export function htmlPage(title: string, body: string): string {
	return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style></head>
<body>${body}</body></html>
`;
}

export function pageAnswer(status: number, title: string, body: string): Answer {
	const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
	return { status, headers, body: htmlPage(title, body) };
}
