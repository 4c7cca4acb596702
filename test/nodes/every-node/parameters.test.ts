/** Switches, choices and numbers mean the same whether they are clicked, typed or come from an expression. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeParameters,
	INodeProperties,
	INodeType,
} from 'n8n-workflow';

import { LeadSquaredAsyncApi } from '../../../credentials/LeadSquaredAsyncApi.credentials';
import { properties as asyncProperties } from '../../../nodes/LeadSquaredAsync/properties';
import { properties as checkProperties } from '../../../nodes/LeadSquaredCheckStatus/properties';
import { properties as updateProperties } from '../../../nodes/LeadSquaredUpdateOpportunity/properties';
import {
	describeParameters,
	ParameterFault,
	parameterOf,
} from '../../../nodes/shared/run/parameters';
import { runWorkflow } from '../../support/engine';

/** A parameter, or an option of a collection. */
interface Described {
	path: string;
	definition: INodeProperties;
	/** What else must be set for n8n to show it. */
	shownBy: INodeParameters;
}

function describedIn(properties: readonly INodeProperties[]): Described[] {
	return properties.flatMap((definition) => {
		const { name, type, options = [], displayOptions } = definition;
		const shownBy = Object.fromEntries(
			Object.entries(displayOptions?.show ?? {}).map(([key, values = []]) => [key, values[0]]),
		) as INodeParameters;
		if (type !== 'collection') return [{ path: name, definition, shownBy }];
		return options.flatMap((option) =>
			'type' in option ? [{ path: `${name}.${option.name}`, definition: option, shownBy }] : [],
		);
	});
}

const isOpen = ({ typeOptions, ...definition }: INodeProperties) =>
	typeOptions?.loadOptionsMethod !== undefined ||
	('allowArbitraryValues' in definition && definition.allowArbitraryValues === true);

const all = [
	['update', updateProperties],
	['check', checkProperties],
	['async', asyncProperties],
].flatMap(([node, properties]) =>
	describedIn(properties as INodeProperties[])
		.filter(({ definition }) => definition.noDataExpression !== true && !isOpen(definition))
		.map((described) => ({
			node: String(node),
			properties: properties as INodeProperties[],
			...described,
			title: `${String(node)} ${Object.values(described.shownBy).join(' ')} ${described.path}`,
		})),
);
const ofType = (type: string) => all.filter(({ definition }) => definition.type === type);

/** Nothing of the operation is required or hidden, so that each parameter can be read on its own. */
function alwaysShown(
	properties: readonly INodeProperties[],
	{ resource, operation }: INodeParameters,
): INodeProperties[] {
	const isOfOperation = ({ displayOptions }: INodeProperties) =>
		(displayOptions?.show?.resource?.includes(resource as string) ?? true) &&
		(displayOptions?.show?.operation?.includes(operation as string) ?? true);
	return properties.filter(isOfOperation).map((property) => ({
		...property,
		required: false,
		displayOptions: undefined,
		options: property.options?.map((option) =>
			'type' in option ? { ...option, displayOptions: undefined } : option,
		),
	}));
}

/** What the node reads for each given value, or the fault's sentence. */
async function read(
	{ path, properties, shownBy }: (typeof all)[number],
	given: unknown[],
): Promise<unknown[]> {
	const reader = {
		description: {
			displayName: 'Reader',
			name: 'reader',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Reader' },
			inputs: ['main'],
			outputs: ['main'],
			properties: alwaysShown(properties, shownBy),
		},
		async execute(this: IExecuteFunctions) {
			describeParameters(this, properties);
			const answer = (itemIndex: number): unknown => {
				try {
					const [name = '', part] = path.split('.');
					const value = parameterOf(this, itemIndex, name);
					return part === undefined ? value : (value as Record<string, unknown>)[part];
				} catch (error) {
					return error instanceof ParameterFault ? `! ${error.message}` : error;
				}
			};
			return [this.getInputData().map((_, itemIndex) => ({ json: { answer: answer(itemIndex) } }))];
		},
	} as unknown as INodeType;
	const [name = '', part] = path.split('.');
	const value = '={{ $json.given }}';
	const node = { typeVersion: 1, position: [0, 0] as [number, number] };
	const run = await runWorkflow({
		nodes: [
			{ ...node, id: '1', name: 'Start', type: 'test.start', parameters: {} },
			{
				...node,
				id: '2',
				name: 'Reader',
				type: 'test.reader',
				parameters: { ...shownBy, [name]: part === undefined ? value : { [part]: value } },
			},
		],
		connections: { Start: { main: [[{ node: 'Reader', type: 'main', index: 0 }]] } },
		items: given.map((one) => ({ json: { given: one } }) as INodeExecutionData),
		credential: {},
		credentialType: new LeadSquaredAsyncApi(),
		nodeTypes: { 'test.reader': reader },
	});
	const [output = []] = run.data.resultData.runData.Reader?.[0]?.data?.main ?? [];
	return (output ?? []).map(({ json }) => json.answer);
}

describe.each(ofType('boolean'))('$title', (described) => {
	test('takes yes and no in every spelling', async () => {
		const on = [true, 'true', 'TRUE', ' True\n', 'yes', 'Yes', 1, '1'];
		const off = [false, 'false', 'FALSE', ' False\n', 'no', 'No', 0, '0'];
		expect(await read(described, on)).toEqual(on.map(() => true));
		expect(await read(described, off)).toEqual(off.map(() => false));
	});

	test('refuses anything else, by the name in the editor', async () => {
		const { displayName } = described.definition;
		expect(await read(described, ['on ', 2, [true], 'true false'])).toEqual([
			`! '${displayName}' must be true or false; "on␠" is neither`,
			`! '${displayName}' must be true or false; "2" is neither`,
			`! '${displayName}' must be true or false; "[true]" is neither`,
			`! '${displayName}' must be true or false; "true false" is neither`,
		]);
	});
});

describe.each(ofType('options'))('$title', (described) => {
	test('takes a choice by its value or its label, trimmed and in any case', async () => {
		for (const option of described.definition.options ?? []) {
			if (!('value' in option)) throw new Error('expected a choice');
			const { name, value } = option;
			const text = String(value);
			const given = [value, `${text}\n`, text.toUpperCase(), name, ` ${name.toLowerCase()} `];
			// A choice without a value of its own cannot be told from nothing.
			if (text === '') continue;
			expect(await read(described, given)).toEqual(given.map(() => value));
		}
	});

	test('refuses anything else, by the name in the editor', async () => {
		const { displayName } = described.definition;
		const refusals = await read(described, ['sometimes', ['send'], -7]);
		expect(refusals).toEqual([
			`! '${displayName}' has no choice "sometimes"`,
			`! '${displayName}' has no choice "["send"]"`,
			`! '${displayName}' has no choice "-7"`,
		]);
	});
});

describe.each(ofType('number'))('$title', (described) => {
	test('takes a number, also as text', async () => {
		expect(await read(described, [7, '7', ' 7\n'])).toEqual([7, 7, 7]);
	});

	test('refuses anything else, by the name in the editor', async () => {
		const { displayName } = described.definition;
		expect(await read(described, ['soon', true, [7]])).toEqual([
			`! '${displayName}' must be a number; "soon" is not`,
			`! '${displayName}' must be a number; "true" is not`,
			`! '${displayName}' must be a number; "[7]" is not`,
		]);
	});
});

test('the table covers every kind', () => {
	for (const type of ['boolean', 'options', 'number']) {
		expect(ofType(type).length).toBeGreaterThan(2);
	}
});
