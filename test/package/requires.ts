import ts from 'typescript';

/** A package that n8n may verify brings no other package along: only this one is there at run time. */
const provided = 'n8n-workflow';

export interface Imports {
	/** Paths of files of the package itself, as they are written. */
	relative: string[];
	/** Everything else but n8n-workflow: packages, node builtins, and names that only the run decides. */
	foreign: string[];
}

/**
 * What a compiled JavaScript file loads: `require()`, `import()`, `require.resolve()`, `import … from`
 * and `export … from`. A `require` that is passed on or renamed counts as foreign, since nobody can
 * tell from the file what it will load.
 */
export function importsOf(source: string): Imports {
	const file = ts.createSourceFile('x.js', source, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
	const found: Imports = { relative: [], foreign: [] };
	const note = (name: ts.Node | undefined, whole: ts.Node) => {
		if (name === undefined || !ts.isStringLiteralLike(name)) found.foreign.push(whole.getText());
		else if (/^\.\.?\//.test(name.text)) found.relative.push(name.text);
		else if (name.text !== provided) found.foreign.push(name.text);
	};
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && loads(node.expression)) {
			note(node.arguments[0], node);
			node.arguments.forEach(visit);
			return;
		}
		if (ts.isImportDeclaration(node)) note(node.moduleSpecifier, node);
		else if (ts.isExportDeclaration(node) && node.moduleSpecifier) note(node.moduleSpecifier, node);
		else if (ts.isIdentifier(node) && node.text === 'require')
			found.foreign.push(node.parent.getText());
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

function loads(callee: ts.Expression): boolean {
	const bare = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
	if (bare.kind === ts.SyntaxKind.ImportKeyword) return true;
	return ts.isIdentifier(bare) && bare.text === 'require';
}
