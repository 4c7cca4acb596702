import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { opportunityId } from '../../sandbox';
import { byId, field, items, runUpdate } from '../../support/run-node';
import { useSandbox } from '../../support/use-sandbox';

const server = useSandbox();

const update = async (
	parameters: INodeParameters,
	inputs?: INodeExecutionData[],
	settings?: Partial<INode>,
) => await runUpdate(server.sandbox, parameters, inputs, settings);

describe('input that cannot be sent', () => {
	const good = { opportunityId: byId('={{ $json.id }}') };
	const one = { field: [field('mx_Custom_1', 'x')] };
	const cases: Array<[string, INodeParameters, RegExp]> = [
		[
			'no id',
			{ opportunityId: byId('={{ $json.none }}'), fields: one },
			/^'Opportunity' is empty \[item 1\]$/,
		],
		[
			'an id that is no number',
			{ opportunityId: byId('={{ Infinity }}'), fields: one },
			/^'Opportunity' is not a number that can be sent \[item 1\]$/,
		],
		[
			'an id that would be sent as 1e+21',
			{ opportunityId: byId('={{ 1e21 }}'), fields: one },
			/^'Opportunity' is a number that cannot be sent exactly \(1e\+21\) \[item 1\]$/,
		],
		[
			'an id that has lost digits',
			{ opportunityId: byId('={{ 2 ** 53 + 2 }}'), fields: one },
			/^'Opportunity' is a number that cannot be sent exactly \(9007199254740994\) \[item 1\]$/,
		],
		[
			'an id that is a switch',
			{ opportunityId: byId('={{ true }}'), fields: one },
			/^'Opportunity' is neither text nor a number \[item 1\]$/,
		],
		[
			'a link without an id',
			{
				opportunityId: { __rl: true, mode: 'url', value: 'https://in21.leadsquared.com/' },
				fields: one,
			},
			/^'Opportunity' is a URL without an opportunity ID \[item 1\]$/,
		],
		[
			'an email for an ID',
			{ opportunityId: byId(' asha@example.com '), fields: one },
			/^'Opportunity' is an email, not the ID of an opportunity: "asha@example\.com" \[item 1\]$/,
		],
		[
			'no value and no note',
			{ ...good, fields: { field: [field('mx_Custom_1', '')] } },
			/^'Fields' has no value to send, and 'Note' is empty \[item 1\]$/,
		],
		[
			'a schema name twice',
			{ ...good, fields: { field: [field('mx_Custom_1', 'a'), field('mx_Custom_1', 'b')] } },
			/^'Fields' contains the schema name mx_Custom_1 twice \[item 1\]$/,
		],
		[
			'no schema name',
			{ ...good, fields: { field: [field('mx_Custom_1', 'a'), field(' ', 'b')] } },
			/^'Fields' has no schema name in row 2 \[item 1\]$/,
		],
		[
			'a part of a set twice, with a blank',
			{ ...good, fields: { field: [field('a~b', '1'), field('a ~b', '2')] } },
			/^'Fields' contains the schema name a~b twice \[item 1\]$/,
		],
		[
			'a set in a set',
			{ ...good, fields: { field: [field('a~b~c', 'a')] } },
			/^'Fields' contains the schema name a~b~c, which is not of the form .* \[item 1\]$/,
		],
		[
			'JSON that is not JSON',
			{ ...good, fieldsMode: 'json', fieldsJson: '{ "mx_Custom_1": ' },
			/^'Fields \(JSON\)' is not valid JSON: it ends too early \[item 1\]$/,
		],
		[
			'JSON with a typo',
			{
				...good,
				fieldsMode: 'json',
				fieldsJson: '{\n  "mx_Custom_1": "a"\n  "mx_Custom_2": "b"\n}',
			},
			/^'Fields \(JSON\)' is not valid JSON from line 3, character 3 on: ""mx_Custom_2": "b"⏎}" \[item 1\]$/,
		],
		[
			'JSON that names a field twice',
			{ ...good, fieldsMode: 'json', fieldsJson: '{ "mx_Custom_1": "a", "mx_Custom_1": "b" }' },
			/^'Fields \(JSON\)' contains the name mx_Custom_1 twice \[item 1\]$/,
		],
		[
			'JSON that is a number',
			{ ...good, fieldsMode: 'json', fieldsJson: '={{ 5 }}' },
			/^'Fields \(JSON\)' must be an object or a list of fields \[item 1\]$/,
		],
		[
			'a list as a value',
			{ ...good, fieldsMode: 'json', fieldsJson: '{ "mx_Custom_1": ["a"] }' },
			/^'Fields \(JSON\)' contains a value for mx_Custom_1 that is a list \[item 1\]$/,
		],
		[
			'an object as a value',
			{ ...good, fields: { field: [field('mx_Custom_1', '={{ { a: 1 } }}')] } },
			/^'Fields' contains a value for mx_Custom_1 that is an object \[item 1\]$/,
		],
		[
			'a number that would lose digits',
			{ ...good, fieldsMode: 'json', fieldsJson: '{ "mx_Custom_11": 12345678901234567890 }' },
			/^'Fields \(JSON\)' contains a value for mx_Custom_11 that is a number that cannot be sent exactly \(\d+\) \[item 1\]$/,
		],
		[
			'a number too small to be written out',
			{ ...good, fields: { field: [field('mx_Custom_1', '={{ 1e-25 }}')] } },
			/^'Fields' contains a value for mx_Custom_1 that is a number that cannot be sent exactly \(1e-25\) \[item 1\]$/,
		],
		[
			'a list entry without a value',
			{ ...good, fieldsMode: 'json', fieldsJson: '[{ "SchemaName": "mx_Custom_1", "Val": "x" }]' },
			/^'Fields \(JSON\)' has neither Value nor Fields in entry 1 \[item 1\]$/,
		],
		[
			'a single entry that is not in a list',
			{
				...good,
				fieldsMode: 'json',
				fieldsJson: '{ "SchemaName": "mx_Custom_1", "Value": "x" }',
			},
			/^'Fields \(JSON\)' is a single field that is not in a list \[item 1\]$/,
		],
		[
			'the whole body of a call',
			{
				...good,
				fieldsMode: 'json',
				fieldsJson: '{ "Fields": [{ "SchemaName": "mx_Custom_1", "Value": "x" }] }',
			},
			/^'Fields \(JSON\)' is the whole body of a call \[item 1\]$/,
		],
		[
			'an object inside a text',
			{
				...good,
				fields: { field: [field('mx_Custom_1', '={{ "" + { city: "Pune" } }}')] },
			},
			/^'Fields' contains a value for mx_Custom_1 that is the word "\[object Object\]", which stands for an object \[item 1\]$/,
		],
		[
			'a date that is no date, inside a text',
			{
				...good,
				fields: { field: [field('mx_Custom_8', "={{ String(DateTime.fromISO('x')) }}")] },
			},
			/^'Fields' contains a value for mx_Custom_8 that is the text "Invalid DateTime", which stands for a date that is not one \[item 1\]$/,
		],
		[
			'a number that is no number, inside a text',
			{ ...good, fields: { field: [field('mx_Custom_6', "={{ '' + Number('2,00,000') }}")] } },
			/^'Fields' contains a value for mx_Custom_6 that is the word "NaN", which stands for a number that is not one \[item 1\]$/,
		],
		[
			'a date in a year of two digits',
			{
				...good,
				fields: { field: [field('mx_Custom_8', "={{ DateTime.fromFormat('1/2/26', 'd/M/y') }}")] },
			},
			/^'Fields' contains a value for mx_Custom_8 that is a date before the year 1000 \[item 1\]$/,
		],
		[
			'an ID that has lost digits in a spreadsheet',
			{ opportunityId: byId('9.84501E+09'), fields: one },
			/^'Opportunity' is a number that has lost its last digits: "9\.84501E\+09" \[item 1\]$/,
		],
		[
			'an expression that cannot be evaluated',
			{ ...good, fields: { field: [field('mx_Custom_1', "={{ $('Nowhere').item.json.x }}")] } },
			/^'Fields, row 1' contains an expression that cannot be evaluated, .+ \[item 1\]$/,
		],
		[
			'a date that is no date',
			{
				...good,
				fields: { field: [field('mx_Custom_8', "={{ DateTime.fromISO('2026-13-45') }}")] },
			},
			/^'Fields' contains a value for mx_Custom_8 that is an Invalid DateTime \(unit out of range: .+\) \[item 1\]$/,
		],
	];

	/** Item 0 is good, item 1 is the bad one, item 2 is good. */
	const three = items({ id: opportunityId(1) }, { id: opportunityId(2) }, { id: opportunityId(3) });

	test.each(cases)(
		'names the item and the parameter before anything is sent: %s',
		async (_name, parameters, message) => {
			const { status, error, outputs } = await update(onlyOnItem1(parameters), three);
			expect(status).toBe('error');
			expect(error?.message).toMatch(message);
			expect(error?.description).toMatch(/Nothing of this run was sent$/);
			expect(error?.context?.itemIndex).toBe(1);
			expect(outputs).toEqual([]);
			expect(server.sandbox.calls).toEqual([]);
		},
	);

	test.each(cases)(
		'fails one item where the node goes on: %s',
		async (_name, parameters, message) => {
			const { status, outputs, runs } = await update(onlyOnItem1(parameters), three, {
				onError: 'continueRegularOutput',
			});
			expect(status).toBe('success');
			expect(runs).toBe(1);
			expect(outputs[0]!.map((item) => item.pairedItem)).toEqual([
				{ item: 0 },
				{ item: 1 },
				{ item: 2 },
			]);
			const named = String(outputs[0]![1]!.json.error);
			expect(named).toMatch(new RegExp(message.source.replace(/^\^|\$$/g, '')));
			expect(server.sandbox.requests.size).toBe(2);
		},
	);
});

/** The bad value on item 1, a good one elsewhere, as one expression for all items. */
function byItem(bad: unknown, fine: string): string {
	const text = String(bad);
	const source = text.startsWith('={{') ? text.slice(3, -2) : JSON.stringify(text);
	return `={{ $itemIndex === 1 ? ${source} : ${fine} }}`;
}

interface Parts {
	opportunityId: { mode: string; value: string };
	fieldsMode?: string;
	fieldsJson?: string;
	fields?: { field: Array<{ schemaName: string; value: string }> };
}

function onlyOnItem1(bad: INodeParameters): INodeParameters {
	const {
		opportunityId: id,
		fieldsMode = 'manual',
		fieldsJson = '',
		fields,
	} = bad as unknown as Parts;
	const link = "'https://in21.leadsquared.com/?opportunityId=' + $json.id";
	return {
		opportunityId: {
			__rl: true,
			mode: id.mode,
			value: byItem(id.value, id.mode === 'url' ? link : '$json.id'),
		},
		fieldsMode,
		fieldsJson: byItem(fieldsJson, '\'{"mx_Custom_1":"x"}\''),
		fields: {
			field: (fields?.field ?? []).map(({ schemaName, value }, row) => ({
				schemaName: byItem(schemaName, `'mx_Custom_${row + 1}'`),
				value: byItem(value, "'x'"),
			})),
		},
	};
}
