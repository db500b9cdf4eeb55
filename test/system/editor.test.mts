/** The editor of a real n8n, used by hand in a real browser. Needs Chromium. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { takeScreenshots } from '../../demo/screenshots.mts';

test('the node shows with icon and subtitle, executes by hand, and lists the albums', async () => {
	const images = join(import.meta.dirname, '../../reports/images');
	const { subtitle, icon, albums } = await takeScreenshots(images);
	expect(subtitle).toBe('upload: mediaItem');
	expect(icon).toMatch(/googlePhotos(\.dark)?\.svg$/);
	expect(albums.map((text) => text.trim()).sort()).toEqual(
		[
			'Grandma’s 80th birthday (0)',
			'Holiday in n8n (15)',
			'Site visits 2026 (0)',
			'Пикник на озере (0)',
			'京都の秋 (0)',
		].sort(),
	);
	const pictures = await readdir(images);
	expect(pictures.sort()).toEqual(['album-list.png', 'editor.png', 'gallery.png', 'upload.png']);
	for (const name of pictures) expect((await stat(join(images, name))).size).toBeGreaterThan(10_000);
}, 15 * 60_000);
