/**
 * The one reader of a node's parameters: what the user meant, or a fault that names the parameter.
 *
 * n8n hands a node whatever an expression gave. It turns `{{ }}` with a blank beside it into text, swallows most errors
 * inside an expression (the parameter is then undefined, as for an empty cell), and checks neither switches nor
 * choices. So every parameter is read here, as it was written, and by the type that its description gives it.
 */
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { isBlank, nameKey, trimBlanks } from '../lib/blanks';
import { booleanOf, isSimple } from '../lib/booleans';
import { isObject } from '../lib/json';
import type { Fault } from '../problems/bad-input';
import { quotable, quoted } from '../problems/quote';
import { nodeOf } from './node';

export type ParameterContext = Pick<
	IExecuteFunctions,
	'evaluateExpression' | 'getNode' | 'getNodeParameter'
>;

/** What is wrong with a parameter, for `evaluated` to turn into a problem of the item. */
export class ParameterFault extends Error {
	constructor(
		readonly label: string,
		readonly fault: Fault,
	) {
		super(`'${label}' ${fault.reason}`);
	}
}

interface Described {
	properties: readonly INodeProperties[];
	/** By path. */
	found: Map<string, readonly INodeProperties[]>;
}

const described = new WeakMap<object, Described>();

/**
 * Registers how the node of this run describes its parameters, as far as its resource and operation show them. Called
 * once, before the first one is read.
 */
export function describeParameters(
	context: Pick<IExecuteFunctions, 'getNode'>,
	properties: readonly INodeProperties[],
): void {
	const { parameters } = nodeOf(context);
	const isShown = ({ displayOptions }: INodeProperties) =>
		['resource', 'operation'].every((name) => {
			const values: unknown[] | undefined = displayOptions?.show?.[name];
			return values === undefined || values.includes(parameters[name]);
		});
	described.set(context, { properties: properties.filter(isShown), found: new Map() });
}

/** The names of the notices that the editor shows. n8n keeps them among the parameters, where they mean nothing. */
export function noticesOf(context: object): ReadonlySet<string> {
	const notices = described.get(context)?.properties.filter(({ type }) => type === 'notice') ?? [];
	return new Set(notices.map(({ name }) => name));
}

/**
 * @param path a parameter's name, or the path of a part: `fields.field[0].value`
 * @returns what the parameter means for this item; undefined where nothing is given and the parameter has no default
 * @throws ParameterFault
 */
export function parameterOf(context: ParameterContext, itemIndex: number, path: string): unknown {
	// Without a fallback n8n throws at what is not there.
	const raw: unknown =
		context.getNodeParameter(path, itemIndex, null, rawExpressions) ??
		definitionsOf(context, path)[0]?.default;
	return meant(context, path, resolved(context, itemIndex, raw, path));
}

const rawExpressions = { rawExpressions: true };

/** Options without an expression in them are the same for every item. */
const constantOptions = new WeakMap<object, IDataObject>();

/**
 * The options of an item: switches as booleans, choices by their value, numbers as numbers. What was not added, or is
 * empty, is left out.
 *
 * @throws ParameterFault
 */
export function optionsOf(context: ParameterContext, itemIndex: number): IDataObject {
	const raw: unknown = context.getNodeParameter('options', itemIndex, {}, rawExpressions);
	const known = isObject(raw) ? constantOptions.get(raw) : undefined;
	if (known !== undefined) return known;
	const options = parameterOf(context, itemIndex, 'options');
	const given = isObject(options) ? (options as IDataObject) : {};
	const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => !isNothing(value)));
	if (isObject(raw) && !holdsExpression(raw)) constantOptions.set(raw, filled);
	return filled;
}

function holdsExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	return typeof raw === 'object' && raw !== null && Object.values(raw).some(holdsExpression);
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && isBlank(value));
}

/** A parameter as it was written, with its expressions evaluated one by one. */
function resolved(
	context: ParameterContext,
	itemIndex: number,
	raw: unknown,
	path: string,
): unknown {
	if (typeof raw === 'string') {
		return raw.startsWith('=') ? evaluate(context, itemIndex, raw.slice(1), path) : raw;
	}
	if (typeof raw !== 'object' || raw === null || !holdsExpression(raw)) return raw;
	if (Array.isArray(raw)) {
		return raw.map((part, index) => resolved(context, itemIndex, part, `${path}[${index}]`));
	}
	return Object.fromEntries(
		Object.entries(raw).map(([name, part]) => [
			name,
			resolved(context, itemIndex, part, `${path}.${name}`),
		]),
	);
}

/** A whole parameter that is one expression, whatever blanks and line breaks are around it. */
const singleExpression = /^\s*(\{\{(?:(?!\{\{|\}\})[^])*\}\})\s*$/;

const expressionPart = /\{\{((?:(?!\}\})[^])*)\}\}/g;

/**
 * Evaluates one expression or a text with expressions in it.
 *
 * @param path for the fault
 * @throws ParameterFault where it cannot be evaluated
 */
export function evaluate(
	context: ParameterContext,
	itemIndex: number,
	written: string,
	path: string,
): unknown {
	const [, single] = singleExpression.exec(written) ?? [];
	const value = attempted(context, itemIndex, single ?? written, written, path);
	if (single !== undefined) {
		if (value === undefined) failIfSwallowed(context, itemIndex, single.slice(2, -2), path);
		return value;
	}
	for (const [, inner = ''] of written.matchAll(expressionPart)) {
		failIfSwallowed(context, itemIndex, inner, path);
	}
	return value;
}

function attempted(
	context: ParameterContext,
	itemIndex: number,
	expression: string,
	written: string,
	path: string,
): unknown {
	let reason: string;
	try {
		return context.evaluateExpression(expression, itemIndex);
	} catch (error) {
		reason = reasonOf(error);
	}
	throw unevaluated(context, path, written, reason);
}

/**
 * n8n's message is often only "Invalid expression". What its editor shows instead, and which node is meant, are apart from
 * it: "No path back to referenced node: 'Sheet2'".
 */
function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const context = 'context' in error && isObject(error.context) ? error.context : {};
	const template = plainText(context.messageTemplate).replace(/ under ‘%%PARAMETER%%’ field/, '');
	// One that n8n has not filled in yet would be read as an expression.
	const message = template === '' || template.includes('{{') ? error.message : template;
	const description = plainText('description' in error ? error.description : undefined);
	const adds = description !== '' && description !== message;
	const reason = adds ? `${message}. ${description}` : message;
	const { nodeCause } = context;
	return typeof nodeCause !== 'string' || nodeCause === '' || reason.includes(nodeCause)
		? reason
		: `${reason}: '${nodeCause}'`;
}

/** Text of n8n's without its HTML. It appends its links to a description that may be missing. */
function plainText(text: unknown): string {
	if (typeof text !== 'string') return '';
	return text
		.replace(/<a .*?<\/a>|<[^>]*>/g, '')
		.replace(/^undefined\b/, '')
		.trim();
}

/**
 * n8n gives undefined both for a key that is not there, an empty cell, and for an expression that failed. Evaluated
 * once more inside a `try`, the failure can be told: only reading through what is not there counts as empty.
 */
function failIfSwallowed(
	context: ParameterContext,
	itemIndex: number,
	inner: string,
	path: string,
): void {
	let outcome: unknown;
	try {
		outcome = context.evaluateExpression(
			`{{ (() => { try { return { failure: '', value: (${inner}\n) }; } catch (error) { return { failure: String(error.message) }; } })() }}`,
			itemIndex,
		);
	} catch {
		// Not an expression but statements: nothing can be told of it, and n8n has evaluated it.
		return;
	}
	const failure = isObject(outcome) ? outcome.failure : undefined;
	if (typeof failure !== 'string' || failure === '' || readsThroughNothing.test(failure)) return;
	throw unevaluated(
		context,
		path,
		`{{${inner}}}`,
		failure.replace(/(\(intermediate value\))+\.?/g, ''),
	);
}

const readsThroughNothing = /^Cannot read propert(y|ies) of (undefined|null)/;

function unevaluated(
	context: ParameterContext,
	path: string,
	written: string,
	reason: string,
): ParameterFault {
	return new ParameterFault(labelAt(context, path), {
		reason: `contains an expression that cannot be evaluated, ${quotable(written)}: ${quotable(reason)}`,
		hint: 'Correct the expression, or the value that it uses. Where a value may be missing, write {{ $json.column && … }}',
	});
}

/** A value as the parameter's type has it. */
function meant(context: ParameterContext, path: string, value: unknown): unknown {
	const definitions = definitionsOf(context, path);
	const [definition] = definitions;
	if (definition === undefined || isNothing(value)) return value;
	switch (definition.type) {
		case 'boolean':
			return switchOf(value, labelAt(context, path));
		case 'number':
			return numberOf(value, labelAt(context, path));
		case 'options':
			return choiceOf(value, definitions, labelAt(context, path));
		case 'collection':
			return isObject(value)
				? Object.fromEntries(
						Object.entries(value).map(([name, part]) => [
							name,
							meant(context, `${path}.${name}`, part),
						]),
					)
				: value;
		default:
			return value;
	}
}

function switchOf(value: unknown, label: string): boolean {
	const meaning = booleanOf(value);
	if (meaning !== undefined) return meaning;
	throw new ParameterFault(label, {
		reason: `must be true or false; ${quoted(value)} is neither`,
		hint: 'Give true or false, for example with {{ $json.column === "yes" }}',
	});
}

function numberOf(value: unknown, label: string): number {
	const number = typeof value === 'string' ? Number(trimBlanks(value)) : value;
	if (typeof number === 'number' && Number.isFinite(number)) return number;
	throw new ParameterFault(label, {
		reason: `must be a number; ${quoted(value)} is not`,
		hint: 'Write the number with digits only, e.g. 30',
	});
}

function choiceOf(value: unknown, definitions: readonly INodeProperties[], label: string): unknown {
	const isOpen = definitions.some(
		({ allowArbitraryValues, typeOptions }) =>
			allowArbitraryValues === true || typeOptions?.loadOptionsMethod !== undefined,
	);
	if (isOpen) return value;
	const choices = definitions.flatMap(({ options = [] }) =>
		options.flatMap((option) => ('value' in option ? [option] : [])),
	);
	const wanted = isSimple(value) ? plain(value) : undefined;
	const choice =
		choices.find((option) => plain(option.value) === wanted) ??
		choices.find((option) => plain(option.name) === wanted);
	if (choice !== undefined) return choice.value;
	const names = [...new Set(choices.map(({ name }) => name))];
	throw new ParameterFault(label, {
		reason: `has no choice ${quoted(value)}`,
		hint: `Choose one of: ${names.join('; ')}`,
	});
}

function plain(value: boolean | number | string): string {
	return nameKey(String(value));
}

/**
 * All that describe the parameter: one of the same name may be shown for each operation. Looked up once for all items of
 * a run.
 */
function definitionsOf(context: object, path: string): readonly INodeProperties[] {
	const node = described.get(context);
	let found = node?.found.get(path);
	if (found === undefined) {
		found = definitionsIn(node?.properties ?? [], path);
		node?.found.set(path, found);
	}
	return found;
}

function definitionsIn(properties: readonly INodeProperties[], path: string): INodeProperties[] {
	const [first, part] = path.split('.');
	const own = properties.filter(({ name }) => name === first);
	if (part === undefined) return own;
	return own
		.filter(({ type }) => type === 'collection')
		.flatMap(({ options = [] }) =>
			options.flatMap((option) => ('type' in option && option.name === part ? [option] : [])),
		);
}

/** The parameter as the editor shows it: the option's label, the field's name in the mapper, the list and its row. */
export function labelAt(context: Pick<IExecuteFunctions, 'getNode'>, path: string): string {
	const properties = described.get(context)?.properties ?? [];
	const [name = ''] = path.split(/[.[]/);
	const [own] = properties.filter((property) => property.name === name);
	if (own === undefined) return name;
	if (own.type === 'collection')
		return definitionsOf(context, path)[0]?.displayName ?? own.displayName;
	const [, row] = /\[(\d+)\]/.exec(path) ?? [];
	if (own.type === 'fixedCollection' && row !== undefined) {
		return `${own.displayName}, row ${Number(row) + 1}`;
	}
	const [, field] = /\.value(?:\["(.*)"\]|\.(.+))$/.exec(path) ?? [];
	if (own.type === 'resourceMapper' && field !== undefined) {
		return mappedLabel(nodeOf(context).parameters[name], field) ?? field;
	}
	return own.displayName;
}

function mappedLabel(mapper: unknown, field: string): string | undefined {
	const schema: unknown[] = isObject(mapper) && Array.isArray(mapper.schema) ? mapper.schema : [];
	const entry = schema.filter(isObject).find(({ id }) => id === field);
	return typeof entry?.displayName === 'string' ? entry.displayName : undefined;
}
