/** What dependency-cruiser cannot see, since it reads imports only. */
import ts from 'typescript';

const requestHelper = /^(httpRequest|requestWithAuthentication|requestOAuth)/;

/** Where a source makes an HTTP call: n8n's helpers, and `fetch`. */
export function callsOut(source: string): string[] {
	return expressionsOf(source, (node) => {
		if (ts.isStringLiteralLike(node)) {
			return ts.isElementAccessExpression(node.parent) && requestHelper.test(node.text);
		}
		if (!ts.isIdentifier(node)) return false;
		if (requestHelper.test(node.text)) return true;
		const { parent } = node;
		if (node.text === 'fetch') return ts.isCallExpression(parent) && parent.expression === node;
		// `request` alone is a common word: only the helper of that name counts.
		return node.text === 'request' && /\bhelpers\b/.test(ownerOf(parent));
	});
}

/** Where a source reads a clock, or takes chance. */
export function clocksAndChance(source: string): string[] {
	return expressionsOf(source, (node) => {
		if (ts.isNewExpression(node)) {
			return node.expression.getText() === 'Date' && (node.arguments ?? []).length === 0;
		}
		if (ts.isIdentifier(node) && node.text === 'performance') return true;
		return ts.isPropertyAccessExpression(node) && /^(Date\.now|Math\.random)$/.test(node.getText());
	});
}

/** What the name of a property is taken from: `helpers` in `helpers.request` and in `{ request } = helpers`. */
function ownerOf(parent: ts.Node): string {
	if (ts.isPropertyAccessExpression(parent)) return parent.expression.getText();
	if (!ts.isBindingElement(parent)) return '';
	const declaration = parent.parent.parent;
	return ts.isVariableDeclaration(declaration) ? (declaration.initializer?.getText() ?? '') : '';
}

function expressionsOf(source: string, counts: (node: ts.Node) => boolean): string[] {
	const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.ESNext, true);
	const found: string[] = [];
	const visit = (node: ts.Node) => {
		if (counts(node)) found.push(node.getText());
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}
