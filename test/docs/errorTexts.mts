/** Each error of the node with its advice, read out of its sources. What is put in at run time is written "…". */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './pages.mts';

export interface ErrorText {
	file: string;
	/** all texts that the message can be */
	messages: string[];
	/** all texts that the advice can be */
	advices: string[];
}

/** What makes an error with a message of its own: the name of the function, and its arguments for message and advice. */
const makers: Record<string, [message: number, advice: number]> = { inputError: [1, 2], createError: [1, 2] };

export function errorTexts(): ErrorText[] {
	const folder = path.join(root, 'nodes');
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
	return files.flatMap((file) => {
		const source = ts.createSourceFile(file, readFileSync(path.join(folder, file), 'utf8'), ts.ScriptTarget.ES2022, true);
		return errorsIn(source, source).map((found) => ({ file, ...found }));
	});
}

function errorsIn(node: ts.Node, source: ts.SourceFile): Array<Omit<ErrorText, 'file'>> {
	const found: Array<Omit<ErrorText, 'file'>> = [];
	const add = (message: ts.Expression | undefined, advice: ts.Expression | undefined) => {
		const texts = { messages: message ? textsOf(message, source) : [], advices: advice ? textsOf(advice, source) : [] };
		if (texts.messages.length + texts.advices.length > 0) found.push(texts);
	};
	if (ts.isCallExpression(node)) {
		const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : node.expression.getText();
		const maker = Object.hasOwn(makers, name) ? makers[name] : undefined;
		if (maker) add(node.arguments[maker[0]], node.arguments[maker[1]]);
	}
	if (ts.isObjectLiteralExpression(node) && propertyOf(node, 'advice')) add(propertyOf(node, 'message'), propertyOf(node, 'advice'));
	ts.forEachChild(node, (child) => void found.push(...errorsIn(child, source)));
	return found;
}

function propertyOf(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
	const property = node.properties.find((one) => one.name?.getText() === name);
	if (property && ts.isShorthandPropertyAssignment(property)) return property.name;
	return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

/** The texts that an expression can be: of literals, and of the constants and functions of the same file. */
function textsOf(expression: ts.Expression, source: ts.SourceFile): string[] {
	const of = (part: ts.Expression) => textsOf(part, source);
	if (ts.isStringLiteralLike(expression)) return [expression.text];
	if (ts.isParenthesizedExpression(expression)) return of(expression.expression);
	if (ts.isConditionalExpression(expression)) return [expression.whenTrue, expression.whenFalse].flatMap(of);
	if (ts.isBinaryExpression(expression)) return [expression.left, expression.right].flatMap(of);
	if (ts.isElementAccessExpression(expression)) return of(expression.expression);
	if (ts.isObjectLiteralExpression(expression)) return expression.properties.filter(ts.isPropertyAssignment).flatMap(({ initializer }) => of(initializer));
	if (ts.isIdentifier(expression)) return constantsOf(source, expression.text).flatMap(of);
	if (ts.isCallExpression(expression) && ts.isIdentifier(expression.expression)) return returnsOf(source, expression.expression.text).flatMap(of);
	if (!ts.isTemplateExpression(expression)) return [];
	return expression.templateSpans.reduce(
		(texts, { expression: part, literal }) => {
			const parts = of(part);
			return texts.flatMap((text) => (parts.length > 0 ? parts : ['…']).map((each) => `${text}${each}${literal.text}`));
		},
		[expression.head.text],
	);
}

function all<T extends ts.Node>(node: ts.Node, is: (one: ts.Node) => one is T): T[] {
	const inside: T[] = [];
	ts.forEachChild(node, (child) => void inside.push(...all(child, is)));
	return is(node) ? [node, ...inside] : inside;
}

function constantsOf(source: ts.SourceFile, name: string): ts.Expression[] {
	const declarations = all(source, ts.isVariableDeclaration).filter((one) => one.name.getText() === name);
	return declarations.flatMap(({ initializer }) => (initializer ? [initializer] : []));
}

function returnsOf(source: ts.SourceFile, name: string): ts.Expression[] {
	const declarations = all(source, ts.isFunctionDeclaration).filter((one) => one.name?.text === name);
	return declarations.flatMap((one) => all(one, ts.isReturnStatement)).flatMap(({ expression }) => (expression ? [expression] : []));
}
