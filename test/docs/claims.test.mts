/** Numbers and names on the pages that come from somewhere else: from the code, or from n8n. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allPages, readPage, root } from './pages.mts';

const pages = allPages();
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const node = (file: string) => read(path.join('nodes/GooglePhotos', file));

/** A row of a table, its first cell beginning with these words. */
function rowOf(page: string, words: string): string {
	const row = readPage(page).text.split('\n').find((line) => line.startsWith(`| ${words}`));
	if (row === undefined) throw new Error(`${page} has no row "${words}"`);
	return row;
}

/** What the code calls a number, and the row of limits.md that says it. */
const limits: Array<[row: string, file: string, name: string]> = [
	["An album's title", 'properties/titleAndDescription.ts', 'MAX_TITLE'],
	['A description', 'properties/titleAndDescription.ts', 'MAX_DESCRIPTION'],
	['A file name', 'files/fileNames.ts', 'MAX_FILE_NAME'],
	['Items in an album', 'albums/diagnoseRejection.ts', 'MAX_ITEMS'],
	['Photos picked in one session', 'resources/picker/createSession.ts', 'MAX_ITEMS'],
	['Width and height of a scaled picture', 'downloads/variant.ts', 'MAX_SIDE'],
	['Dates, and date ranges', 'search/dates.ts', 'MAX_DATES'],
	['Categories in one filter', 'search/filters.ts', 'MAX_CATEGORIES'],
	['Results of one Get Many', 'resources/getMany.ts', 'MAX_RESULTS'],
];

function constantOf(file: string, name: string): number {
	const found = new RegExp(`const ${name} = ([\\d_ *]+);`).exec(node(file))?.[1];
	if (found === undefined) throw new Error(`${file} has no ${name}`);
	return found.split('*').reduce((product, factor) => product * Number(factor.replaceAll('_', '')), 1);
}

test.each(limits)('limits.md: %s', (row, file, name) => {
	const [, , cell = ''] = rowOf('docs/limits.md', row).split('|');
	expect(cell).toMatch(new RegExp(`(^|\\s)${constantOf(file, name).toLocaleString('en')}(\\D|$)`));
});

test('limits.md: the sizes of files', () => {
	expect(node('files/fileType.ts')).toContain('{ photo: 200 * MEBIBYTE, video: 20 * 1024 * MEBIBYTE }');
	expect(rowOf('docs/limits.md', 'A photo')).toContain('200 MB');
	expect(rowOf('docs/limits.md', 'A video')).toContain('20 GB');
	expect(constantOf('uploads/transfer.ts', 'MAX_RAW_UPLOAD')).toBe(50 * 1024 * 1024);
	expect(constantOf('uploads/memoryBudget.ts', 'MAX_IN_MEMORY')).toBe(64 * 1024 * 1024);
});

test('limits.md: what a day buys', () => {
	const day = 10_000;
	const batch = constantOf('uploads/createCall.ts', 'MAX_BATCH_CREATE');
	const reads = constantOf('execution/batches.ts', 'MAX_BATCH');
	const rounded = (number: number) => (Math.floor(number / 100) * 100).toLocaleString('en');
	const said: Array<[row: string, number: string]> = [
		['Photos and videos up to 50 MiB uploaded, 1,000', rounded(day / (1 + 1 / batch))],
		['The same, with Verify', rounded(day / (1 + 1 / batch + 1 / reads))],
		['The same, one photo', (day / 2).toLocaleString('en')],
		['Videos above 50 MiB', Math.floor(day / 3).toLocaleString('en')],
		['Items put into an album', (day * reads).toLocaleString('en')],
		['Media Item: Get, ', (day * reads).toLocaleString('en')],
		['Media Item: Get Many', (day * constantOf('api/mediaItem.ts', 'MAX_MEDIA_ITEM_PAGE')).toLocaleString('en')],
		['Album: Get Many', (day * constantOf('api/album.ts', 'MAX_ALBUM_PAGE')).toLocaleString('en')],
	];
	for (const [row, number] of said) expect(rowOf('docs/limits.md', row).split('|')[3]).toContain(number);
	expect(read('README.md')).toContain(`1,000 photos are ${(1000 + 1000 / batch).toLocaleString('en')} of`);
});

test('operations.md: the numbers of lists in the editor and of tools', () => {
	const page = read('docs/operations.md');
	const pages = constantOf('properties/listSearch.ts', 'MAX_PAGES');
	const albums = pages * constantOf('api/album.ts', 'MAX_ALBUM_PAGE');
	const mediaItems = pages * constantOf('api/mediaItem.ts', 'MAX_MEDIA_ITEM_PAGE');
	const inNumbers = (number: number) => number.toLocaleString('en');
	expect(page).toContain(`up to ${pages} pages (${inNumbers(albums)} albums, or ${inNumbers(mediaItems)} photos and videos)`);
	expect(page).toContain(`up to ${constantOf('properties/listSearch.ts', 'MAX_READ_TIME') / 1000} seconds`);
	const results = constantOf('execution/toolAnswer.ts', 'MAX_TOOL_RESULTS');
	const characters = constantOf('execution/toolAnswer.ts', 'MAX_TOOL_CHARACTERS');
	expect(page).toContain(`At most ${inNumbers(results)} results and ${inNumbers(characters)} characters`);
	expect(constantOf('picker/sessions.ts', 'STANDARD_WAIT_OF_TOOL_SECONDS')).toBe(30);
});

test('agencies-and-queue-mode.md: how many requests at once', () => {
	const text = node('http/concurrencyLimits.ts');
	const [, given = ''] = /limits: Record<Traffic, number> = \{ (.*) \}/.exec(text) ?? [];
	const rows = { read: 'Reads', write: 'Writes', upload: 'Files being sent', bytes: 'Files being downloaded' };
	for (const [traffic, row] of Object.entries(rows)) {
		const limit = new RegExp(`${traffic}: (\\d+)`).exec(given)?.[1];
		expect(rowOf('docs/agencies-and-queue-mode.md', row)).toMatch(new RegExp(`\\| ${limit}\\b`));
	}
});

test('security.md: the hosts and the permissions are those of the code', () => {
	const page = read('docs/security.md');
	const hosts = [...node('http/hosts.ts').matchAll(/'(?:https:\/\/)?([\w.-]+\.com)'/g)].map(([, host]) => host as string);
	expect(hosts).toHaveLength(7);
	// four of them are a row of numbers on the page
	for (const host of hosts.filter((name) => !/^lh[45]\./.test(name))) expect(page).toContain(host);
	const credential = read('credentials/GooglePhotosLibraryOAuth2Api.credentials.ts');
	const scopes = [...credential.matchAll(/auth\/([\w.]+)'/g)].map(([, scope]) => scope as string);
	const onPage = [...page.matchAll(/^\| `(photos[\w.]+)` \|/gm)].map(([, scope]) => scope as string);
	expect(onPage.sort()).toEqual(scopes.sort());
});

test('environment variables are ones that n8n, Node.js or we know', () => {
	const known = new Set(['HTTPS_PROXY', 'NODE_EXTRA_CA_CERTS', 'GITHUB_TOKEN', 'NPM_TOKEN', 'WEBHOOK_URL', 'N8N_ENCRYPTION_KEY']);
	const sources = ['node_modules/@n8n/config/dist', 'node_modules/n8n-core/dist'].flatMap((folder) =>
		readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.js'))
			.map((file) => read(path.join(folder, file))),
	);
	for (const source of sources) for (const [name] of source.matchAll(/\b(?:N8N|QUEUE|EXECUTIONS)_[A-Z_]+\b/g)) known.add(name);
	const named = pages.flatMap(({ name, text, blocks }) =>
		[...`${text}${blocks.map(({ code }) => code).join('')}`.matchAll(/\b[A-Z0-9]+_[A-Z0-9_]+\b/g)]
			.map(([variable]) => variable)
			.filter((variable) => /^(N8N|NPM|NODE|HTTPS?|GITHUB|QUEUE|EXECUTIONS|WEBHOOK)_/.test(variable))
			.map((variable) => [name, variable] as const),
	);
	expect(named.length).toBeGreaterThan(10);
	expect(named.filter(([, variable]) => !known.has(variable))).toEqual([]);
});

test('verification.md: each point that is ticked shows a file or says by what', () => {
	const ticked = readPage('docs/verification.md').text.split('\n').filter((line) => line.startsWith('- [x]'));
	expect(ticked.length).toBeGreaterThan(20);
	expect(ticked.filter((line) => !/\]\(|: (the same|n8n)|English|One service|Not a copy|`npm run /.test(line))).toEqual([]);
	for (const [, file = '', title = ''] of read('docs/verification.md').matchAll(/\]\(\.\.\/([^)]+)\) \("([^"]+)"\)/g)) {
		expect(existsSync(path.join(root, file))).toBe(true);
		expect(read(file).replaceAll("\\'", "'")).toContain(title);
	}
});
