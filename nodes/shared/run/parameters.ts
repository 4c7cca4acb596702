/**
 * The one reader of a node's parameters: what the user meant, or a fault that names the parameter.
 *
 * n8n hands a node whatever an expression gave. It turns `{{ }}` with a blank beside it into text, swallows most errors
 * inside an expression (the parameter is then undefined, as for an empty cell), and checks neither switches nor
 * choices. So every parameter is read here, as it was written, and by the type that its description gives it.
 */
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

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

const described = new WeakMap<object, readonly INodeProperties[]>();

/** Registers how the node of this run describes its parameters. Called once, before the first one is read. */
export function describeParameters(context: object, properties: readonly INodeProperties[]): void {
	described.set(context, properties);
}

/**
 * @param path a parameter's name, or the path of a part: `fields.field[0].value`
 * @returns what the parameter means for this item; undefined where nothing is given and the parameter has no default
 * @throws ParameterFault
 */
export function parameterOf(context: ParameterContext, itemIndex: number, path: string): unknown {
	const definitions = definitionsOf(described.get(context) ?? [], path);
	// Without a fallback n8n throws at what is not there.
	const raw: unknown =
		context.getNodeParameter(path, itemIndex, null, rawExpressions) ?? definitions[0]?.default;
	return meant(definitions, resolved(context, itemIndex, raw, path), labelAt(context, path));
}

const rawExpressions = { rawExpressions: true };

/** Collections without an expression in them read the same for every item. */
const constantOptions = new WeakMap<object, IDataObject>();

/**
 * The options of an item: switches as booleans, choices by their value, numbers as numbers. What was not added is
 * left out.
 *
 * @throws ParameterFault
 */
export function optionsOf(context: ParameterContext, itemIndex: number): IDataObject {
	const raw: unknown = context.getNodeParameter('options', itemIndex, {}, rawExpressions);
	if (!isObject(raw)) return {};
	const known = constantOptions.get(raw);
	if (known !== undefined) return known;
	const options: IDataObject = {};
	for (const name of Object.keys(raw)) {
		const value = resolved(context, itemIndex, raw[name], `options.${name}`);
		const definitions = definitionsOf(described.get(context) ?? [], `options.${name}`);
		const option = meant(definitions, value, labelAt(context, `options.${name}`));
		if (!isNothing(option)) options[name] = option as IDataObject[string];
	}
	if (!holdsExpression(raw)) constantOptions.set(raw, options);
	return options;
}

function holdsExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	return typeof raw === 'object' && raw !== null && Object.values(raw).some(holdsExpression);
}

function isNothing(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
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
		const part = attempted(context, itemIndex, `{{${inner}}}`, written, path);
		if (part === undefined) failIfSwallowed(context, itemIndex, inner, path);
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

/** n8n's own explanation says more than its message: which node lacks the data, and what to do. */
function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const description: unknown = 'description' in error ? error.description : undefined;
	return typeof description === 'string' && description !== '' && description !== error.message
		? `${error.message}. ${description}`
		: error.message;
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
		reason: `holds an expression that cannot be evaluated, ${quotable(written)}: ${quotable(reason)}`,
		hint: 'Correct the expression, or the value that it uses',
	});
}

/** A value as the parameter's type has it. */
function meant(definitions: readonly INodeProperties[], value: unknown, label: string): unknown {
	const [definition] = definitions;
	if (definition === undefined || isNothing(value)) return value;
	switch (definition.type) {
		case 'boolean':
			return switchOf(value, label);
		case 'number':
			return numberOf(value, label);
		case 'options':
			return choiceOf(value, definitions, label);
		default:
			return value;
	}
}

const switches = new Map([
	['true', true],
	['yes', true],
	['1', true],
	['false', false],
	['no', false],
	['0', false],
]);

function switchOf(value: unknown, label: string): boolean {
	const isSimple = ['boolean', 'number', 'string'].includes(typeof value);
	const meaning = isSimple ? switches.get(String(value).trim().toLowerCase()) : undefined;
	if (meaning !== undefined) return meaning;
	throw new ParameterFault(label, {
		reason: `must be true or false; ${quoted(value)} is neither`,
		hint: 'Give true or false, for example with {{ $json.column === "yes" }}',
	});
}

function numberOf(value: unknown, label: string): number {
	const number = typeof value === 'string' ? Number(value) : value;
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
	const wanted = typeof value === 'string' ? value.trim().toLowerCase() : value;
	const choice = choices.find((option) =>
		[option.value, option.name].some(
			(name) => name === value || (typeof name === 'string' && name.toLowerCase() === wanted),
		),
	);
	if (choice !== undefined) return choice.value;
	const names = [...new Set(choices.map(({ name }) => name))];
	throw new ParameterFault(label, {
		reason: `has no choice ${quoted(value)}`,
		hint: `Choose one of: ${names.join('; ')}`,
	});
}

/** All that describe the parameter: one of the same name may be shown for each operation. */
function definitionsOf(properties: readonly INodeProperties[], path: string): INodeProperties[] {
	const [first = '', ...rest] = path.split('.');
	const own = properties.filter(({ name }) => name === first);
	const [second] = rest;
	if (second === undefined) return own;
	return own
		.filter(({ type }) => type === 'collection')
		.flatMap(({ options = [] }) =>
			options.flatMap((option) => ('type' in option && option.name === second ? [option] : [])),
		);
}

/** The parameter as the editor shows it: the option's label, the field's name in the mapper, the list and its row. */
export function labelAt(context: Pick<IExecuteFunctions, 'getNode'>, path: string): string {
	const properties = described.get(context) ?? [];
	const [name = ''] = path.split(/[.[]/);
	const [own] = properties.filter((property) => property.name === name);
	if (own === undefined) return name;
	if (own.type === 'collection') {
		return definitionsOf(properties, path.replace(/\[.*$/, ''))[0]?.displayName ?? own.displayName;
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
