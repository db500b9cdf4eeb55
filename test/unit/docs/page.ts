/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The text of a page for people. */
export const page = (name: string) => readFileSync(path.join(__dirname, '../../..', name), 'utf8');

/** The cells of a row whose first cell begins with these words. */
export function rowOf(name: string, words: string): string[] {
	const row = page(name).split('\n').find((line) => line.startsWith(`| ${words}`));
	if (row === undefined) throw new Error(`${name} has no row "${words}"`);
	return row.split('|').map((cell) => cell.trim());
}
