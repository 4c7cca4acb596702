/**
 * Reads the messages out of the source, so that no page copies them by hand: why a value cannot be sent, what a run
 * tells beside its results, what LeadSquared's own complaints mean, and the cause above each row of the problems.
 *
 * The conventions that it reads by:
 * - a reason is the second argument of `badInput`, the first of `badValue` and `invalid`, or the property `reason` of
 *   an object; the hint follows it, or is the property `hint` beside it;
 * - a hint of a run is the second argument of `addHint`, a notice in the editor the first one of `notice`;
 * - a row of `explain.ts` has `says`, an exception code or a pattern, and `means`.
 */
import * as ts from 'typescript';

import { fs, path, root } from '../support/platform';

/** Where a message has a part that is known only when it is shown. */
export const gap = '…';

export interface InputMessage {
	/** The source file, from the repository's root. */
	file: string;
	/** The end of the sentence that begins with the parameter's name. */
	reason: string;
	/** What to do, where the message has a hint of its own. */
	hint?: string;
	/** It ends with another reason, whose hint it has. */
	isFrame: boolean;
}

export interface Explanation {
	/** What LeadSquared says, as one would write the pattern. */
	says: string;
	means: string;
}

export interface Messages {
	inputs: InputMessage[];
	/** Hints beside the output, and notices in the editor. */
	hints: string[];
	/** What the error that ends a run says after its next step. */
	addenda: string[];
	/** What the credential itself refuses. */
	refusals: string[];
	explanations: Explanation[];
	/** By problem code. */
	causes: Map<string, string>;
}

function filesBelow(folder: string): string[] {
	return fs
		.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => `${folder}/${file.split(path.sep).join('/')}`)
		.sort();
}

/** The source files of nodes and credentials. */
export function sources(): string[] {
	return ['nodes', 'credentials'].flatMap(filesBelow);
}

export function readMessages(): Messages {
	const files = sources().map((file) => {
		const text = fs.readFileSync(path.join(root, file), 'utf8');
		return { file, tree: ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true) };
	});
	// Names that one file takes from another are the same in both.
	const names = new Map(files.flatMap(({ tree }) => [...declaredIn(tree.statements)]));
	const reader = new Reader(names);
	for (const { file, tree } of files) reader.visit(tree, file);
	return sorted(reader.messages);
}

/** By their words, so that no page changes when code moves to another file. */
function sorted({ inputs, hints, addenda, refusals, explanations, causes }: Messages): Messages {
	return {
		inputs: [...inputs].sort((one, other) => inOrder(textOf(one), textOf(other))),
		hints: [...hints].sort(inOrder),
		addenda: [...addenda].sort(inOrder),
		refusals: [...refusals].sort(inOrder),
		explanations: [...explanations].sort((one, other) => inOrder(one.says, other.says)),
		causes,
	};
}

function textOf({ reason, hint = '' }: InputMessage): string {
	return `${reason} ${hint}`;
}

function inOrder(one: string, other: string): number {
	return one.localeCompare(other, 'en');
}

/** Constants with their value, and functions with what they return. */
function declaredIn(statements: readonly ts.Statement[]): Map<string, ts.Expression> {
	const names = new Map<string, ts.Expression>();
	for (const statement of statements) {
		if (ts.isVariableStatement(statement)) {
			for (const { name, initializer } of statement.declarationList.declarations) {
				if (ts.isIdentifier(name) && initializer !== undefined) names.set(name.text, initializer);
			}
		}
		const last = ts.isFunctionDeclaration(statement)
			? statement.body?.statements.at(-1)
			: undefined;
		if (!ts.isFunctionDeclaration(statement) || last === undefined) continue;
		if (statement.name && ts.isReturnStatement(last) && last.expression) {
			names.set(statement.name.text, last.expression);
		}
	}
	return names;
}

class Reader {
	readonly messages: Messages = {
		inputs: [],
		hints: [],
		addenda: [],
		refusals: [],
		explanations: [],
		causes: new Map(),
	};

	constructor(private readonly names: ReadonlyMap<string, ts.Expression>) {}

	visit(node: ts.Node, file: string): void {
		if (ts.isCallExpression(node)) this.call(node, file);
		if (ts.isNewExpression(node) && node.expression.getText() === 'UserError') {
			this.messages.refusals.push(...this.texts(node.arguments?.[0]));
		}
		if (ts.isObjectLiteralExpression(node)) this.object(node, file);
		if (file.endsWith('/problems.ts') && ts.isVariableDeclaration(node)) this.rows(node);
		node.forEachChild((child) => this.visit(child, file));
	}

	private call({ expression, arguments: given }: ts.CallExpression, file: string): void {
		const name = expression.getText().split('.').at(-1);
		const [first, second, third] = given;
		if (name === 'badInput') this.reason(file, second, third);
		else if (name === 'invalid' || name === 'badValue') this.reason(file, first, second);
		else if (name === 'notice') this.messages.hints.push(...this.texts(first));
		else if (name === 'addHint') this.messages.hints.push(...this.texts(second));
	}

	private object(node: ts.ObjectLiteralExpression, file: string): void {
		const reason = propertyOf(node, 'reason');
		if (reason !== undefined) {
			this.reason(file, reason, propertyOf(node, 'hint'), this.texts(propertyOf(node, 'quote'))[0]);
		}
		const noFields = this.texts(propertyOf(node, 'noFieldsError'));
		this.messages.hints.push(...noFields.map((text) => `${text} Retry`));
		this.messages.addenda.push(...this.texts(propertyOf(node, 'addendum')));
		const says = propertyOf(node, 'says');
		const means = propertyOf(node, 'means');
		if (says === undefined || means === undefined) return;
		const words = ts.isRegularExpressionLiteral(says) ? readable(says.text) : this.texts(says)[0];
		if (words === undefined) return;
		for (const text of this.texts(means)) {
			this.messages.explanations.push({ says: words, means: text });
		}
	}

	/** The cause is the comment above a row. */
	private rows({ name, initializer }: ts.VariableDeclaration): void {
		if (name.getText() !== 'rows' || initializer === undefined) return;
		const table = unwrapped(initializer);
		if (!ts.isObjectLiteralExpression(table)) return;
		for (const row of table.properties) {
			const cause = ts
				.getJSDocCommentsAndTags(row)
				.map((comment) => (ts.isJSDoc(comment) ? ts.getTextOfJSDocComment(comment.comment) : ''))
				.join(' ')
				.replace(/\s+/g, ' ');
			if (row.name !== undefined && cause !== '') {
				this.messages.causes.set(row.name.getText(), cause);
			}
		}
	}

	private reason(
		file: string,
		reason: ts.Expression | undefined,
		hint: ts.Expression | undefined,
		quote?: string,
	): void {
		const hints = this.texts(hint);
		const isFrame =
			reason !== undefined && hints.length === 0 && /\.reason\b/.test(reason.getText());
		for (const [n, text] of this.texts(reason).entries()) {
			const own = hints[n] ?? hints[0];
			this.messages.inputs.push({
				file,
				reason: quote === undefined ? text : `${text} ${quote}`,
				...(own === undefined ? {} : { hint: own }),
				isFrame,
			});
		}
	}

	/**
	 * The texts that an expression can give, with gaps for what only a run knows. None for what is not a text of its own:
	 * a reason that is handed on was read where it was written.
	 */
	private texts(expression: ts.Expression | undefined): string[] {
		if (expression === undefined) return [];
		const node = unwrapped(expression);
		if (ts.isStringLiteralLike(node)) return [node.text];
		if (ts.isConditionalExpression(node)) {
			return [...this.texts(node.whenTrue), ...this.texts(node.whenFalse)];
		}
		if (ts.isTemplateExpression(node)) {
			const text = node.templateSpans.reduce(
				(sofar, span) => `${sofar}${this.word(span.expression)}${span.literal.text}`,
				node.head.text,
			);
			// A message that is nothing but another one with a frame around it.
			return /\p{L}{3}/u.test(text.replaceAll(gap, '')) ? [tidy(text)] : [];
		}
		if (ts.isIdentifier(node)) return this.texts(this.declared(node));
		if (ts.isCallExpression(node)) return this.called(node);
		return [];
	}

	/** What a function of ours returns, or the fixed parts of a list that is joined. */
	private called({ expression }: ts.CallExpression): string[] {
		if (ts.isIdentifier(expression)) return this.texts(this.declared(expression));
		let root: ts.Expression = expression;
		while (ts.isPropertyAccessExpression(root) || ts.isCallExpression(root)) root = root.expression;
		const list = ts.isIdentifier(root) ? this.declared(root) : root;
		if (list === undefined || !ts.isArrayLiteralExpression(list)) return [];
		const parts = list.elements.flatMap((element) => this.texts(element));
		return parts.length === 0 ? [] : [parts.join(', ')];
	}

	/** The nearest declaration of a name: in the blocks around it, or of a file. */
	private declared(name: ts.Identifier): ts.Expression | undefined {
		for (let node: ts.Node = name; !ts.isSourceFile(node); node = node.parent) {
			if (ts.isFunctionLike(node)) {
				const isParameter = node.parameters.some((parameter) =>
					new RegExp(`\\b${name.text}\\b`).test(parameter.name.getText()),
				);
				if (isParameter) return undefined;
			}
			const found = ts.isBlock(node) ? declaredIn(node.statements).get(name.text) : undefined;
			if (found !== undefined) return found;
		}
		return this.names.get(name.text);
	}

	/** A part of a message: the label or piece that stands behind a name, or a gap. */
	private word(expression: ts.Expression): string {
		const node = unwrapped(expression);
		const isOurs = ts.isIdentifier(node) || ts.isCallExpression(node);
		const texts = isOurs ? this.texts(node) : [];
		return texts.length === 1 ? (texts[0] ?? gap) : gap;
	}
}

/** One gap where several stand side by side. */
function tidy(text: string): string {
	return text.replace(/…(\s*…)+/g, gap);
}

function unwrapped(node: ts.Expression): ts.Expression {
	return ts.isParenthesizedExpression(node) ||
		ts.isAsExpression(node) ||
		ts.isSatisfiesExpression(node)
		? unwrapped(node.expression)
		: node;
}

function propertyOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
	for (const property of object.properties) {
		if (property.name?.getText() !== name) continue;
		if (ts.isPropertyAssignment(property)) return property.initializer;
		if (ts.isShorthandPropertyAssignment(property)) return property.name;
	}
	return undefined;
}

/** `/mx_Custom_19\W.*mandatory/i` as `mx_Custom_19 … mandatory`. */
function readable(pattern: string): string {
	return pattern
		.replace(/^\/|\/\w*$/g, '')
		.replace(/\([^)]*\)|\\W\.\*|\.\*/g, ` ${gap} `)
		.replace(/\\(.)/g, '$1')
		.replace(/\s+/g, ' ')
		.replace(`' ${gap} '`, `'${gap}'`)
		.trim();
}
