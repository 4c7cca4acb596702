/** What can be switched in the sandbox, read from its option types, so that nothing new is missed. */
import ts from 'typescript';

import { path, root } from '../support/platform';

export interface Variant {
	/** `reading.pageCap` */
	option: string;
	/** One of the listed values; undefined if any number, text or function may be given. */
	value?: string;
}

export const nameOf = ({ option, value }: Variant): string =>
	value === undefined ? option : `${option}=${value}`;

/** Every option of `SandboxOptions`, those inside of others too, and each of its values where the type lists them. */
export function sandboxVariants(): Variant[] {
	const file = path.join(root, 'test', 'sandbox', 'types.ts');
	const program = ts.createProgram([file], { strict: true, noEmit: true, types: [] });
	const source = program.getSourceFile(file);
	const declared = source?.statements.find(
		(one): one is ts.InterfaceDeclaration =>
			ts.isInterfaceDeclaration(one) && one.name.text === 'SandboxOptions',
	);
	if (declared === undefined) throw new Error(`${file} has no interface SandboxOptions`);
	const checker = program.getTypeChecker();
	return variantsOf(checker, checker.getTypeAtLocation(declared), '');
}

function variantsOf(checker: ts.TypeChecker, type: ts.Type, prefix: string): Variant[] {
	return type.getProperties().flatMap((property): Variant[] => {
		const option = `${prefix}${property.name}`;
		const own = checker.getNonNullableType(checker.getTypeOfSymbol(property));
		const parts = own.isUnion() ? own.types : [own];
		if (parts.every((part) => part.isStringLiteral())) {
			return parts.map((part) => ({ option, value: String((part as ts.StringLiteralType).value) }));
		}
		if (parts.every(({ flags }) => (flags & ts.TypeFlags.BooleanLiteral) !== 0)) {
			return ['true', 'false'].map((value) => ({ option, value }));
		}
		return isOptions(checker, own) ? variantsOf(checker, own, `${option}.`) : [{ option }];
	});
}

/** An object of further options, and no list or function. */
function isOptions(checker: ts.TypeChecker, type: ts.Type): boolean {
	return (
		(type.flags & ts.TypeFlags.Object) !== 0 &&
		type.getCallSignatures().length === 0 &&
		!checker.isArrayType(type) &&
		checker.getIndexTypeOfType(type, ts.IndexKind.Number) === undefined
	);
}
