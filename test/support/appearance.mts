import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { photograph, reports } from './photograph.mts';

/** A theme of n8n and a width of its window. */
export interface Look {
	name: string;
	colorScheme: 'light' | 'dark';
	width: number;
}

/** Both themes, in a small window and in a large one. */
export const looks: Look[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
	[1280, 1920].map((width) => ({ name: `${colorScheme}-${width}`, colorScheme, width })),
);

/** Switches the open editor, which follows the theme of the system. */
export async function switchTo(page: Page, { colorScheme, width }: Look): Promise<void> {
	await page.emulateMedia({ colorScheme });
	await page.setViewportSize({ width, height: 1300 });
}

/**
 * Takes a picture of the page in each look, into reports/<folder>/<look>.
 *
 * @param part what is checked
 * @returns what is wrong with it, each with its look
 */
export async function inAllLooks(page: Page, part: Locator, folder: string, name: string): Promise<string[]> {
	const faults: string[] = [];
	for (const look of looks) {
		await switchTo(page, look);
		await photograph(page, join(reports, folder, look.name), `${name}.png`);
		faults.push(...(await faultsOf(part)).map((fault) => `${look.name}: ${fault}`));
	}
	await switchTo(page, looks[0] as Look);
	return faults;
}

/** What is used of an element: the types of browsers are not among those of Node.js. */
interface Box {
	tagName: string;
	parentElement: Box | null;
	childNodes: Iterable<{ nodeType: number; textContent: string | null }>;
	clientWidth: number;
	clientHeight: number;
	scrollWidth: number;
	scrollHeight: number;
	/** of images */
	src: string;
	naturalWidth: number;
	/** of fields */
	value: string;
	placeholder: string;
	querySelectorAll(selector: string): Iterable<Box>;
	checkVisibility(options: object): boolean;
}
type Style = Record<'font' | 'paddingLeft' | 'paddingRight' | 'textOverflow' | 'webkitLineClamp' | 'overflowX', string>;
interface Canvas {
	getContext(kind: '2d'): { font: string; measureText(text: string): { width: number } };
}
declare function getComputedStyle(element: Box): Style;
declare const document: { createElement(name: 'canvas'): Canvas };

/** What can be seen to be wrong: texts that are cut off or stand for a missing value, and images that did not load. */
export async function faultsOf(part: Locator): Promise<string[]> {
	return await part.evaluateAll((roots: unknown) => {
		const TEXT_NODE = 3;
		const faults = new Set<string>();
		const context = document.createElement('canvas').getContext('2d');

		/** Whether a field is too narrow for its value or its placeholder. */
		function isTooNarrow(field: Box): boolean {
			const { font, paddingLeft, paddingRight } = getComputedStyle(field);
			context.font = font;
			const { width } = context.measureText(field.value || field.placeholder);
			return width > field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) + 1;
		}

		function isCutOff(element: Box, root: Box): boolean {
			for (let box: Box | null = element; box && box !== root; box = box.parentElement) {
				const { textOverflow, webkitLineClamp, overflowX } = getComputedStyle(box);
				if (overflowX === 'auto' || overflowX === 'scroll') return false;
				const isClipped = textOverflow === 'ellipsis' || overflowX === 'hidden' || overflowX === 'clip';
				if (isClipped && box.clientWidth > 0 && box.scrollWidth > box.clientWidth + 1) return true;
				if (webkitLineClamp !== 'none' && box.scrollHeight > box.clientHeight + 1) return true;
			}
			return false;
		}

		for (const root of roots as Box[]) {
			for (const element of root.querySelectorAll('*')) {
				if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
				const { tagName, src, naturalWidth, value, placeholder } = element;
				if (tagName === 'IMG' && naturalWidth === 0) faults.add(`${src} is not loaded`);
				if (tagName === 'INPUT' && isTooNarrow(element)) faults.add(`"${value || placeholder}" is cut off`);
				const texts = [...element.childNodes].filter(({ nodeType }) => nodeType === TEXT_NODE);
				const text = texts.map(({ textContent }) => textContent).join('').trim();
				if (text === '') continue;
				if (/undefined|\[object Object\]|\[empty\]|\bNaN\b/.test(text)) faults.add(`"${text}" stands for a missing value`);
				if (isCutOff(element, root)) faults.add(`"${text}" is cut off`);
			}
		}
		return [...faults];
	});
}
