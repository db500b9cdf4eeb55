/** The fields that a node's form must show, from its description, and what the open form shows of them. */
import { createRequire } from 'node:module';
import type {
	INode,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import type { Locator, Page } from 'playwright-core';
import { faultsOf } from './appearance.mts';

const { NodeHelpers } = createRequire(import.meta.url)('n8n-workflow') as typeof import('n8n-workflow');
const node = { typeVersion: 1 } as INode;

/** What a form with these parameters shows of the node's description. */
export interface ShownForm {
	/** all fields, also those inside collections */
	fields: INodeProperties[];
	/** What the list of a field offers: names, each with its description on the next line. */
	entriesOf(field: INodeProperties): string[];
}

/** The form of a node with these parameters. */
export function shownForm(description: INodeTypeDescription, parameters: Record<string, unknown>): ShownForm {
	const { properties } = description;
	const root = NodeHelpers.getNodeParameters(properties, parameters as INodeParameters, true, false, node, description) ?? {};
	const isShown = (field: INodeProperties, values: INodeParameters) =>
		field.type !== 'hidden' && NodeHelpers.displayParameter(values, field, node, description, root);
	const inOrder = (fields: INodeProperties[], values: INodeParameters): INodeProperties[] =>
		fields
			.filter((field) => isShown(field, values))
			.flatMap((field) => [field, ...inside(field, values[field.name] as INodeParameters)]);
	const inside = ({ type, options = [] }: INodeProperties, value: INodeParameters = {}): INodeProperties[] => {
		if (type === 'collection') return inOrder((options as INodeProperties[]).filter(({ name }) => name in value), value);
		if (type !== 'fixedCollection') return [];
		return (options as INodePropertyCollection[]).flatMap(({ name, values }) =>
			[value[name] ?? []].flat().flatMap((entry) => inOrder(values, entry as INodeParameters)),
		);
	};
	return {
		fields: inOrder(properties, root),
		entriesOf({ type, options = [] }) {
			if (type !== 'collection') return (options as INodePropertyOptions[]).map(({ name, description: text }) => (text ? `${name}\n${text}` : name));
			return (options as INodeProperties[]).filter((option) => isShown(option, {})).map(({ displayName }) => displayName);
		},
	};
}

/** The texts of a field that are always visible. */
export function textsOf({ displayName, hint }: INodeProperties): string[] {
	return hint ? [displayName, hint] : [displayName];
}

/** The text that appears when the mouse is over the sign beside the name of a field. */
export async function tooltipOf(page: Page, form: Locator, { displayName, name }: INodeProperties): Promise<string> {
	const label = form.locator(`label[for="${name}"]`).filter({ hasText: displayName }).first();
	await label.hover();
	await label.locator('[class*="infoIcon"]').hover();
	const tooltip = page.getByTestId('tooltip-content').filter({ visible: true });
	// A second copy of the text is for screen readers.
	const text = await tooltip.locator('> div').first().innerText();
	await page.mouse.move(2, 2);
	await tooltip.waitFor({ state: 'hidden' });
	return text.trim();
}

/** What an open list offers, in the form of {@link ShownForm.entriesOf}, and what is wrong with it. */
export async function listOf(page: Page, field: Locator): Promise<{ entries: string[]; faults: string[] }> {
	await field.click();
	const list = page.locator('.el-select-dropdown:visible');
	await list.waitFor();
	const entries = await list.getByRole('option').allInnerTexts();
	const faults = await faultsOf(list);
	await page.keyboard.press('Escape');
	await list.waitFor({ state: 'hidden' });
	return { entries: entries.map((entry) => entry.trim()), faults };
}
