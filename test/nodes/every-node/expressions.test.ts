/** What n8n makes of an expression, and what must not be lost in it. */
import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { opportunityId } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { mapped, updateOf } from '../../support/mapper';
import {
	asyncType,
	byId,
	checkType,
	field,
	items,
	runNode,
	runUpdate,
	updateType,
} from '../../support/run-node';
import { submitters } from '../../support/submitters';
import { useSandbox } from '../../support/use-sandbox';

const server = useSandbox();

/** The one opportunity of the type that has a field of every kind. */
const id = opportunityId(300);
const code = '12002';

const textField = 'mx_Custom_5';
const label = 'Description (mx_Custom_5)';
const schema = [{ id: textField, displayName: label }];

/** Each way to give a value for the text field, as one parameter that holds the expression. */
const ways: Record<string, { name: string; parameters: (written: string) => INodeParameters }> = {
	'by hand': {
		name: 'Fields, row 1',
		parameters: (written) => ({
			opportunityId: byId(id),
			fields: { field: [field(textField, written)] },
		}),
	},
	mapped: {
		name: label,
		parameters: (written) => updateOf(id, code, mapped({ [textField]: written }, schema)),
	},
	note: {
		name: 'Note',
		parameters: (written) => ({ opportunityId: byId(id), fieldsMode: 'manual', note: written }),
	},
};

/** Ways in which the expression gives all fields at once. */
const wholeWays: typeof ways = {
	JSON: {
		name: 'Fields (JSON)',
		parameters: (written) => ({
			opportunityId: byId(id),
			fieldsMode: 'json',
			fieldsJson: written.replace(/\{\{(.*)\}\}/s, `{{ { ${textField}: $1 } }}`),
		}),
	},
	'mapped by one expression': {
		name: 'Fields to Update',
		parameters: (written) =>
			updateOf(id, code, {
				...mapped({}, schema),
				value: written.replace(/\{\{(.*)\}\}/s, `{{ { ${textField}: $1 } }}`),
			} as INodeParameters),
	},
};

const bodies = () =>
	server.sandbox.calls
		.filter(({ path }) => path.endsWith('/opportunity/update'))
		.map(({ body }) => body);

const input = items({
	text: 'Red',
	number: 12,
	list: ['Red', 'Blue'],
	object: { a: 1 },
	when: '2026-11-24T10:30:00+05:30',
	empty: null,
});

/** The body that was sent, or the message. */
async function outcome(parameters: INodeParameters, given: INodeExecutionData[] = input) {
	server.sandbox.reset();
	const { error } = await runUpdate(server.sandbox, parameters, given);
	expect(bodies().length).toBe(error === undefined ? 1 : 0);
	return error?.message ?? bodies()[0];
}

const surroundings: Array<(expression: string) => string> = [
	(expression) => `=${expression} `,
	(expression) => `= ${expression}`,
	(expression) => `=${expression}\n`,
	(expression) => `=\n\t${expression}\r\n`,
	(expression) => `=${expression}\u00A0`,
];

describe.each(Object.entries({ ...ways, ...wholeWays }))(
	'blanks around one expression, %s',
	(_way, { parameters }) => {
		test.each([
			'$json.text',
			'$json.number',
			'$json.list',
			'$json.object',
			'DateTime.fromISO($json.when)',
			'true',
		])('mean what {{ %s }} means without them', async (expression) => {
			const meant = await outcome(parameters(`={{ ${expression} }}`));
			for (const surround of surroundings) {
				expect(await outcome(parameters(surround(`{{ ${expression} }}`)))).toEqual(meant);
			}
		});
	},
);

test.each([
	[
		'the opportunity',
		(written: string) => ({ ...ways.note!.parameters('x'), opportunityId: byId(written) }),
		`{{ "${id}" }}`,
	],
	[
		'the type',
		(written: string) => ({
			...ways.mapped!.parameters('x'),
			opportunityType: { __rl: true, mode: 'id', value: written },
		}),
		'{{ 12002 }}',
	],
] as Array<[string, (written: string) => INodeParameters, string]>)(
	'blanks around the expression of %s mean nothing',
	async (_what, parameters, expression) => {
		const meant = await outcome(parameters(`=${expression}`));
		expect(meant).toEqual(expect.any(Object));
		for (const surround of surroundings) {
			expect(await outcome(parameters(surround(expression)))).toEqual(meant);
		}
	},
);

test('text around an expression stays', async () => {
	expect(
		await outcome(ways.note!.parameters('= {{ $json.text }} and {{ $json.number }} ')),
	).toEqual(await outcome(ways.note!.parameters(' Red and 12 ')));
});

/** Expressions that fail, with the end of the message. */
const failures: Array<[expression: string, reason: RegExp]> = [
	["$json.number.replace(/,/g, '')", /replace is not a function/],
	['DateTime.fromFormat($json.number, "dd/MM/yyyy")', /input\.match is not a function/],
	['$json.text.toFixed(2)', /toFixed is not a function/],
	['JSON.parse($json.text)', /Unexpected token|not valid JSON/],
	["$('Nowhere').item.json.x", /Referenced node doesn't exist/],
	['$json.text +', /invalid syntax/],
];

describe.each(Object.entries({ ...ways, ...wholeWays }))(
	'an expression that failed, %s',
	(_way, { name, parameters }) => {
		test.each(failures)(
			'is refused by the name in the editor: {{ %s }}',
			async (expression, reason) => {
				for (const emptyValues of ['skip', 'clear']) {
					const setup = { ...parameters(`={{ ${expression} }}`), options: { emptyValues } };
					const message = await outcome(setup);
					expect(message).toMatch(reason);
					expect(message).toContain(`'${name}' contains an expression that cannot be evaluated`);
					expect(message).toMatch(/ \[item 0\]$/);
				}
			},
		);

		test.each([
			'$json.none',
			'$json.none.deeper',
			'$json.empty',
			'$json.empty.deeper',
			"$json.none.replace(/,/g, '')",
			'$json.none?.deeper',
			'undefined',
		])('is not one that finds an empty cell: {{ %s }}', async (expression) => {
			const message = await outcome(parameters(`={{ ${expression} }}`));
			expect(message).toMatch(
				/has no value to send, and 'Note' is empty|cannot be evaluated|is empty/,
			);
			expect(message).not.toContain('cannot be evaluated');
		});
	},
);

describe('an expression about another node', () => {
	const start = { type: 'test.start', typeVersion: 1, position: [0, 0], parameters: {} } as const;
	/** There, but nothing leads from it to ours. */
	const beside: INode[] = [{ ...start, position: [0, 0], id: '9', name: 'Sheet2' }];
	const refusal = async (parameters: INodeParameters) => {
		const { error } = await runNode(
			{ type: updateType, parameters, credential: credentialFor(server.sandbox), beside },
			input,
		);
		expect(server.sandbox.calls).toEqual([]);
		return error?.message;
	};
	const note = ways.note!.parameters;

	test.each(Object.entries({ ...ways, ...wholeWays }))(
		'that no item comes from is refused as n8n words it, with the field and the expression, %s',
		async (_way, { name, parameters }) => {
			const message = await refusal(parameters("={{ $('Sheet2').item.json.Amount }}"));
			expect(message).toContain(`'${name}' contains an expression that cannot be evaluated, {{ `);
			expect(message).toContain("$('Sheet2').item.json.Amount");
			expect(message).toMatch(/: No path back to referenced node: 'Sheet2' \[item 0\]$/);
		},
	);

	test.each([
		["$('Sheet2').first().json.Amount", "Node 'Sheet2' hasn't been executed"],
		["$('Sheet3').item.json.Amount", "Referenced node doesn't exist: 'Sheet3'"],
		["$('Start').itemMatching(7).json.Amount", 'Can’t get data for expression'],
	])('is refused with the name of that node: {{ %s }}', async (expression, reason) => {
		expect(await refusal(note(`={{ ${expression} }}`))).toContain(`: ${reason}`);
	});
});

test('an expression that failed inside a text is refused too', async () => {
	expect(
		await outcome(
			ways.note!.parameters("=Was {{ $json.number.replace(',', '') }}, is {{ $json.text }}"),
		),
	).toMatch(
		/^'Note' contains an expression that cannot be evaluated, .+replace is not a function \[item 0\]$/,
	);
	expect(
		await outcome(ways.note!.parameters('=Was {{ $json.none }}, is {{ $json.text }}')),
	).toEqual(await outcome(ways.note!.parameters('Was , is Red')));
});

describe.each(submitters)('$operation', ({ type, parameters }) => {
	test('refuses the item whose expression fails, and says which parameter it is', async () => {
		const failing = JSON.parse(
			JSON.stringify(parameters).replace(
				/=\{\{ \$json\.mark \}\}/g,
				"={{ $json.mark.toFixed('x') }}",
			),
		) as INodeParameters;
		const { error } = await runNode(
			{ type, parameters: failing, credential: credentialFor(server.sandbox) },
			items({
				id,
				lead: '1ead0000-0000-4000-8000-000000000001',
				email: 'a@example.com',
				mark: 'x',
			}),
		);
		expect(error?.message).toMatch(
			/contains an expression that cannot be evaluated, .+ \[item 0\]$/,
		);
		expect(error?.message).not.toMatch(/^'[a-z]/);
		expect(server.sandbox.calls).toEqual([]);
	});
});

test('the status node refuses it too', async () => {
	const { error } = await runNode(
		{
			type: checkType,
			parameters: { requestId: '={{ $json.RequestId.toFixed(1) }}' },
			credential: credentialFor(server.sandbox),
		},
		items({ RequestId: 'x' }),
	);
	expect(error?.message).toMatch(
		/^'Request ID' contains an expression that cannot be evaluated, .+toFixed is not a function \[item 0\]$/,
	);
});

test('a mapper given by one expression takes text that begins with an equals sign', async () => {
	const given = items({ phone: '=+919000000001' });
	const body = (await outcome(
		wholeWays['mapped by one expression']!.parameters('={{ $json.phone }}'),
		given,
	)) as {
		Fields: Array<{ Value: string }>;
	};
	expect(body.Fields[0]?.Value).toBe('=+919000000001');
});

describe('a credential with an expression', () => {
	const setup = (accessKey: string) => ({
		type: asyncType,
		parameters: submitters.find(({ operation }) => operation === 'lead/update')!.parameters,
		credential: credentialFor(server.sandbox, { accessKey }),
	});
	const rows = (...keys: string[]) =>
		items(...keys.map((key) => ({ key, mark: 'x', lead: '1ead0000-0000-4000-8000-000000000001' })));

	test.each(['continueRegularOutput', 'stopWorkflow'] as const)(
		'that gives items different keys sends nothing (%s)',
		async (onError) => {
			const { accessKey } = server.sandbox.keys;
			const { error, outputs } = await runNode(
				{ ...setup('={{ $json.key }}'), settings: { onError } },
				rows(accessKey, accessKey, 'other'),
			);
			const message =
				"'Access Key' of the LeadSquared credential contains an expression that gives item 2 another value than item 0";
			if (onError === 'stopWorkflow') expect(error?.message).toBe(message);
			else
				expect(outputs[0]?.map(({ json }) => String(json.error).split('. ')[0])).toEqual(
					[0, 1, 2].map((item) => `${message} [item ${item}]`),
				);
			expect(server.sandbox.calls).toEqual([]);
		},
	);

	test('that gives all items the same keys is used', async () => {
		const { accessKey } = server.sandbox.keys;
		const { error } = await runNode(setup('={{ $json.key }}'), rows(accessKey, accessKey));
		expect(error).toBeUndefined();
		expect(server.sandbox.requests.size).toBe(2);
	});

	test('that reads no item is used', async () => {
		const { accessKey } = server.sandbox.keys;
		const { error } = await runNode(setup(`={{ "${accessKey}" }}`), rows('a', 'b'));
		expect(error).toBeUndefined();
		expect(server.sandbox.requests.size).toBe(2);
	});
});
