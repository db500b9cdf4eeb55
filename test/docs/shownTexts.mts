/** What the node can say when something goes wrong, read out of its sources. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './pages.mts';

/** The texts of errors, and of hints beside the output. What is put in at run time is written "…". */
export interface ShownTexts {
	errors: Set<string>;
	hints: Set<string>;
}

/** What makes an error or a hint: the name of the function, and which of its arguments is the text. */
const makers: Record<string, { kind: keyof ShownTexts; argument: number }> = {
	inputError: { kind: 'errors', argument: 1 },
	createError: { kind: 'errors', argument: 1 },
	hint: { kind: 'hints', argument: 0 },
};

export function shownTexts(): ShownTexts {
	const shown: ShownTexts = { errors: new Set(), hints: new Set() };
	for (const folder of ['nodes', 'credentials']) {
		const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
		for (const file of files.filter((name) => name.endsWith('.ts'))) {
			const source = readFileSync(path.join(root, folder, file), 'utf8');
			collect(ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true), shown);
		}
	}
	return shown;
}

function collect(node: ts.Node, shown: ShownTexts): void {
	if (ts.isCallExpression(node)) {
		const { expression } = node;
		const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
		const maker = Object.hasOwn(makers, name) ? makers[name] : undefined;
		const text = maker && node.arguments[maker.argument];
		// "This" stands for the parameter, which the message names: errors/wording.ts
		if (maker && text) for (const each of textsOf(text)) shown[maker.kind].add(each.replace(/^This (?=(?:is|has|contains) )/, "'…' "));
	}
	if (ts.isObjectLiteralExpression(node)) {
		const property = (name: string) =>
			node.properties.filter(ts.isPropertyAssignment).find((one) => one.name.getText() === name)?.initializer;
		const text = property('message');
		// a text of errors/messages.ts with its advice, a rule of the credential's test with its status, a node hint
		if (text && (property('advice') || property('value'))) for (const each of textsOf(text)) shown.errors.add(each);
		if (text && property('whenToDisplay')) for (const each of textsOf(text)) shown.hints.add(each);
	}
	ts.forEachChild(node, (child) => collect(child, shown));
}

/** The texts that an expression can be, as far as they are written in it. */
function textsOf(expression: ts.Expression): string[] {
	if (ts.isStringLiteralLike(expression)) return [expression.text];
	if (ts.isParenthesizedExpression(expression)) return textsOf(expression.expression);
	if (ts.isConditionalExpression(expression)) return [expression.whenTrue, expression.whenFalse].flatMap(textsOf);
	if (!ts.isTemplateExpression(expression)) return [];
	return [expression.head.text + expression.templateSpans.map(({ literal }) => `…${literal.text}`).join('')];
}
