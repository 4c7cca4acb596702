/** What n8n's own nodes make: Form, Webhook, Data Table, Edit Fields, Date & Time, Code. */
import type { WorkflowNode } from '../e2e/n8n-client';
import { node } from '../e2e/workflows';
import {
	day,
	dayOf,
	halfPastSix,
	instant,
	keyOf,
	sent,
	startOfDay,
	type Extra,
	type Meaning,
	type Row,
	type Target,
} from './row';
import type { Source } from './source';

function row(
	kind: string,
	data: unknown,
	to: Target,
	means: Meaning,
	{ value, ...extra }: Extra = {},
): Row {
	return { kind, value: value ?? shown(data), data, to, means, ...extra };
}

function shown(data: unknown): string {
	return typeof data === 'string' ? data : JSON.stringify(data);
}

const keyed = (rows: readonly Row[]): Record<string, unknown> =>
	Object.fromEntries(rows.map(({ data }, index) => [keyOf(index), data]));

const start = node('Start', 'n8n-nodes-base.manualTrigger', 1, {});

const inIndia = '2026-11-24T18:30:00+05:30';

/** What a visitor gives in a field of the form, as the browser posts it. */
interface Answer {
	field: Record<string, unknown>;
	posted: string;
}

const choices = (...options: string[]) => ({ values: options.map((option) => ({ option })) });

function answer(
	kind: string,
	posted: string,
	field: Record<string, unknown>,
	to: Target,
	means: Meaning,
	extra: Extra = {},
): Row {
	const value = posted === '' || posted === '[]' ? '(left empty)' : posted;
	return row(kind, { field, posted } satisfies Answer, to, means, { value, ...extra });
}

const number = { fieldType: 'number' };
const date = { fieldType: 'date' };
const status = { fieldType: 'dropdown', fieldOptions: choices('Open', 'Won', 'won ') };
const documents = {
	fieldType: 'dropdown',
	multiselect: true,
	fieldOptions: choices('PAN', 'Aadhaar'),
};
const checkboxes = { fieldType: 'checkbox', fieldOptions: choices('PAN', 'Aadhaar') };
const agreed = { fieldType: 'checkbox', fieldOptions: choices('Yes') };

const fromText = "DateTime.fromFormat($json.cell, 'dd/MM/yyyy')";

const formRows: Row[] = [
	answer('Number', '200000', number, 'number', sent('200000')),
	answer('Number', '', number, 'number', 'empty', {
		blind:
			'n8n gives 0 for a number field that was left empty. Make the field required, or use a text field',
	}),
	answer('Text', '2,00,000', {}, 'number', sent('200000')),
	answer('Text', '₹2,00,000', {}, 'number', sent('200000')),
	answer('Text', '', {}, 'text', 'empty'),
	answer('Text', '', {}, 'number', 'empty'),
	answer('Text', '09845012345', {}, 'phone', sent('09845012345')),
	answer('Text', '24/11/2026', {}, 'date', day),
	answer(
		'Textarea',
		'Line 1\nLine 2',
		{ fieldType: 'textarea' },
		'longText',
		sent('Line 1\nLine 2'),
		{
			value: 'Line 1⏎Line 2',
		},
	),
	answer('Textarea', ' ', { fieldType: 'textarea' }, 'text', 'empty', { value: '␠' }),
	answer('Date', '2026-11-24', date, 'date', day),
	answer('Date', '2026-11-24', date, 'dateTime', startOfDay),
	answer(
		'Date with `formatDate` dd/MM/yyyy',
		'2026-11-24',
		{ ...date, formatDate: 'dd/MM/yyyy' },
		'date',
		day,
		{
			mapped: fromText,
			blind:
				'n8n takes the month for minutes, so every day comes out in January. Leave `formatDate` out',
		},
	),
	answer('Date', '', date, 'date', 'empty'),
	answer('Dropdown', 'Won', status, 'status', sent('Won')),
	answer('Dropdown', 'won ', status, 'status', sent('Won'), { value: 'won␠' }),
	answer('Dropdown', '', status, 'status', 'empty'),
	answer(
		'Dropdown, Multiple Choice',
		'["PAN","Aadhaar"]',
		documents,
		'documents',
		sent('PAN;Aadhaar'),
	),
	answer(
		'Dropdown, Multiple Choice',
		'["Won"]',
		{ ...documents, fieldOptions: choices('Won') },
		'status',
		sent('Won'),
	),
	answer('Dropdown, Multiple Choice', '[]', documents, 'documents', 'empty'),
	answer('Checkboxes', '["PAN","Aadhaar"]', checkboxes, 'documents', sent('PAN;Aadhaar')),
	answer('Checkboxes', '["Yes"]', agreed, 'boolean', sent('true')),
	answer('Checkboxes', '["Yes"]', agreed, 'boolean', sent('true'), {
		mapped: "$json.cell.includes('Yes')",
	}),
	answer('Checkboxes', '[]', agreed, 'boolean', 'empty'),
	answer(
		'Radio Buttons',
		'["Won"]',
		{ fieldType: 'radio', fieldOptions: choices('Open', 'Won') },
		'status',
		sent('Won'),
	),
	answer('Email', ' asha@example.com ', { fieldType: 'email' }, 'email', sent('asha@example.com'), {
		value: '␠asha@example.com␠',
	}),
];

const formPath = 'leadsquared-sources-form';

const form: Source = {
	title: 'n8n Form',
	name: 'form',
	label: 'Form',
	how: 'The n8n Form Trigger (2.6).',
	rows: formRows,
	nodes: async () => [
		{
			...node('Form', 'n8n-nodes-base.formTrigger', 2.6, {
				formTitle: 'Sources',
				formFields: {
					values: formRows.map(({ data }, index) => ({
						fieldName: keyOf(index),
						fieldLabel: keyOf(index),
						...(data as Answer).field,
					})),
				},
				options: { path: formPath },
			}),
			webhookId: formPath,
		},
	],
	async visit(client) {
		const posted = formRows.map(({ data }, index) => [`field-${index}`, (data as Answer).posted]);
		await client.visit(`/form/${formPath}`, Object.fromEntries(posted), 'multipart/form-data');
	},
};

const jsonRows: Row[] = [
	row('JSON number', 200000.5, 'number', sent('200000.5')),
	row('JSON number', 1e21, 'number', sent('1000000000000000000000'), { value: '1e21' }),
	row('JSON number', 0.1 + 0.2, 'decimal', sent('0.30000000000000004'), { value: '0.1 + 0.2' }),
	row('JSON text', '2,00,000', 'number', sent('200000')),
	row('JSON number', 9845012345, 'phone', sent('9845012345')),
	row('JSON text', '+91-9845012345', 'phone', sent('+91-9845012345')),
	row('JSON text', '2026-11-24T13:00:00.000Z', 'dateTime', instant(inIndia)),
	row('JSON text', '2026-11-24T13:00:00.000Z', 'date', dayOf(inIndia)),
	row('JSON text', '2026-11-24T18:30:00', 'dateTime', halfPastSix),
	row('JSON text', inIndia, 'date', day),
	row('JSON number, epoch seconds', Date.parse(inIndia) / 1000, 'dateTime', instant(inIndia)),
	row('JSON number, epoch milliseconds', Date.parse(inIndia), 'dateTime', instant(inIndia)),
	row('JSON number, epoch milliseconds', Date.parse(inIndia), 'dateTime', instant(inIndia), {
		mapped: '$json.cell.toDateTime()',
	}),
	row('JSON number, epoch seconds', Date.parse(inIndia) / 1000, 'dateTime', instant(inIndia), {
		mapped: "$json.cell.toDateTime('s')",
	}),
	row('JSON true', true, 'boolean', sent('true')),
	row('JSON text', 'false', 'boolean', sent('false')),
	row('JSON number', 1, 'boolean', sent('true')),
	row('JSON list', ['PAN', 'Aadhaar'], 'documents', sent('PAN;Aadhaar')),
	row('JSON list', ['Won'], 'status', sent('Won')),
	row('JSON list', [], 'status', 'empty'),
	row('JSON list', ['Won', 'Lost'], 'status', 'noValue'),
	row('JSON object', { rate: 8.5 }, 'text', 'noValue'),
	row('JSON null', null, 'text', 'empty'),
	row('JSON text', 'null', 'text', 'noValue', {
		blind:
			'A program wrote the word `null` where it had no value. Map it as `{{ $json.cell === "null" ? null : $json.cell }}`',
	}),
	row('a key that is not there', undefined, 'number', 'empty', { value: '–' }),
	row('a key that is not there', undefined, 'longText', sent(''), {
		value: '–',
		options: { emptyValues: 'clear' },
	}),
];

const jsonPath = 'leadsquared-sources-json';
const queryPath = 'leadsquared-sources-query';

const webhookNode = (path: string): WorkflowNode => ({
	...node('Webhook', 'n8n-nodes-base.webhook', 2.1, { httpMethod: 'POST', path, options: {} }),
	webhookId: path,
});

const json: Source = {
	title: 'Webhook',
	name: 'JSON body',
	label: 'Webhook',
	how: 'The Webhook node (2.1) with a JSON body. Where a formula says `$json.cell`, a webhook has `$json.body.cell`.',
	rows: jsonRows,
	at: '$json.body',
	nodes: async () => [webhookNode(jsonPath)],
	visit: async (client) => await client.visit(`/webhook/${jsonPath}`, keyed(jsonRows)),
};

const queryRows: Row[] = [
	row('Query parameter', '2,00,000', 'number', sent('200000')),
	row('Query parameter', '+919845012345', 'phone', sent('+919845012345'), {
		value: '+919845012345 (written as %2B919845012345)',
	}),
	row('Query parameter', 'true', 'boolean', sent('true')),
	row('Query parameter', '', 'text', 'empty', { value: '(nothing behind the =)' }),
	row('Query parameter', '2026-11-24', 'date', day),
];

const query: Source = {
	title: 'Webhook',
	name: 'query',
	label: 'Webhook query',
	how: 'The same node with values in the query (`$json.query`). All of them are text.',
	rows: queryRows,
	at: '$json.query',
	nodes: async () => [webhookNode(queryPath)],
	async visit(client) {
		const search = new URLSearchParams(keyed(queryRows) as Record<string, string>);
		await client.visit(`/webhook/${queryPath}?${search.toString()}`, {});
	},
};

type ColumnType = 'string' | 'number' | 'boolean' | 'date';

/** What is written into a column of a Data Table. */
interface TableCell {
	type: ColumnType;
	written: unknown;
}

function column(
	type: ColumnType,
	written: unknown,
	to: Target,
	means: Meaning,
	extra: Extra = {},
): Row {
	return row(`${type} column`, { type, written } satisfies TableCell, to, means, {
		value: written === null ? '(empty)' : shown(written),
		...extra,
	});
}

const dataTableRows: Row[] = [
	column('number', 200000.5, 'number', sent('200000.5')),
	column('number', null, 'number', 'empty'),
	column('string', '2,00,000', 'number', sent('200000')),
	column('string', '09845012345', 'phone', sent('09845012345')),
	column('string', 'PAN, Aadhaar', 'documents', sent('PAN;Aadhaar')),
	column('string', 'won', 'status', sent('Won')),
	column('string', null, 'text', 'empty'),
	column('string', ' ', 'text', 'empty', { value: '␠' }),
	column('boolean', true, 'boolean', sent('true')),
	column('date', inIndia, 'dateTime', instant(inIndia)),
	column('date', inIndia, 'date', dayOf(inIndia)),
	column('date', '2026-11-24', 'date', day),
	column('date', '2026-11-24', 'dateTime', startOfDay),
	column('date', null, 'date', 'empty'),
];

const dataTable: Source = {
	title: 'Data Table',
	name: 'get rows',
	label: 'Data Table',
	how: "n8n's Data Table node (1.1): rows that the same node wrote, got with *Get Row(s)*.",
	rows: dataTableRows,
	async nodes({ client }) {
		const name = `Sources ${dataTableCount++}`;
		const id = await client.createDataTable(
			name,
			dataTableRows.map(({ data }, index) => ({
				name: keyOf(index),
				type: (data as TableCell).type,
			})),
		);
		const dataTableId = { __rl: true, mode: 'id', value: id };
		const values = dataTableRows.map(({ data }, index) => [
			keyOf(index),
			(data as TableCell).written,
		]);
		return [
			start,
			rawJson('Values', Object.fromEntries(values)),
			node('Write', 'n8n-nodes-base.dataTable', 1.1, {
				resource: 'row',
				operation: 'insert',
				dataTableId,
				columns: { mappingMode: 'autoMapInputData', value: null },
				options: {},
			}),
			node('Read', 'n8n-nodes-base.dataTable', 1.1, {
				resource: 'row',
				operation: 'get',
				dataTableId,
				returnAll: true,
			}),
		];
	},
};

let dataTableCount = 1;

function rawJson(name: string, value: unknown): WorkflowNode {
	return node(name, 'n8n-nodes-base.set', 3.4, {
		mode: 'raw',
		jsonOutput: JSON.stringify(value),
		options: {},
	});
}

/** A field that Edit Fields makes. */
interface Assignment {
	type: 'string' | 'number' | 'boolean' | 'array' | 'object' | 'dateTime';
	value: unknown;
}

function assigned(
	type: Assignment['type'],
	value: unknown,
	to: Target,
	means: Meaning,
	extra: Extra = {},
): Row {
	const text = typeof value === 'string' && value.startsWith('=') ? value.slice(1) : shown(value);
	return row(`Type ${type}`, { type, value } satisfies Assignment, to, means, {
		value: text,
		...extra,
	});
}

const luxonTime = `={{ DateTime.fromISO('${inIndia}') }}`;

const assignments: Row[] = [
	assigned('number', '200000', 'number', sent('200000')),
	assigned('string', '2,00,000', 'number', sent('200000')),
	assigned('boolean', 'true', 'boolean', sent('true')),
	assigned('array', '["PAN","Aadhaar"]', 'documents', sent('PAN;Aadhaar')),
	assigned('object', '{"rate":8.5}', 'text', 'noValue'),
	assigned('string', ' ', 'text', 'empty', { value: '␠' }),
	assigned('dateTime', luxonTime, 'dateTime', instant(inIndia)),
	assigned('dateTime', luxonTime, 'date', dayOf(inIndia)),
	assigned('dateTime', '2026-11-24', 'date', day),
	assigned('dateTime', '2026-11-24', 'dateTime', startOfDay),
	assigned('string', luxonTime, 'dateTime', instant(inIndia)),
	assigned('string', '={{ new Date(Date.UTC(2026, 10, 24, 13)) }}', 'dateTime', instant(inIndia)),
];

function editFields(version: number, how: string): Source {
	return {
		title: 'Edit Fields',
		name: `Edit Fields ${version}`,
		label: `Edit Fields ${version}`,
		how,
		rows: assignments,
		nodes: async () => [
			start,
			node('Values', 'n8n-nodes-base.set', version, {
				mode: 'manual',
				assignments: {
					assignments: assignments.map(({ data }, index) => ({
						id: keyOf(index),
						name: keyOf(index),
						...(data as Assignment),
					})),
				},
				options: {},
			}),
		],
	};
}

function dateNode(
	kind: string,
	operation: string,
	given: string,
	parameters: Record<string, unknown>,
	to: Target,
	means: Meaning,
	extra: Extra = {},
): Source {
	const { options, ...rest } = parameters;
	return {
		title: 'Date & Time',
		name: `${kind} of ${given} to ${to}`,
		label: 'Date & Time',
		how: 'The Date & Time node (2).',
		rows: [row(kind, given, to, means, extra)],
		nodes: async () => [
			start,
			rawJson('Values', { given }),
			node('Date', 'n8n-nodes-base.dateTime', 2, {
				operation,
				[operation === 'addToDate' ? 'magnitude' : 'date']: '={{ $json.given }}',
				...rest,
				outputFieldName: keyOf(0),
				options: options ?? {},
			}),
		],
	};
}

const utcOfNode =
	'Without *Use Workflow Timezone* the node writes the text on the clock of UTC, or of the offset of what it was given';

const dateSources: Source[] = [
	dateNode(
		'Format a Date, yyyy-MM-dd',
		'formatDate',
		inIndia,
		{ format: 'yyyy-MM-dd' },
		'date',
		dayOf(inIndia),
		{
			blind: utcOfNode,
		},
	),
	dateNode(
		'Format a Date, yyyy-MM-dd HH:mm:ss',
		'formatDate',
		'2026-11-24T13:00:00Z',
		{ format: 'custom', customFormat: 'yyyy-MM-dd HH:mm:ss' },
		'dateTime',
		instant(inIndia),
		{ blind: utcOfNode },
	),
	dateNode(
		'Format a Date, yyyy-MM-dd HH:mm:ss, *Use Workflow Timezone*',
		'formatDate',
		'2026-11-24T13:00:00Z',
		{ format: 'custom', customFormat: 'yyyy-MM-dd HH:mm:ss', options: { timezone: true } },
		'dateTime',
		instant(inIndia),
	),
	dateNode(
		'Format a Date, from dd/MM/yyyy to yyyy-MM-dd',
		'formatDate',
		'24/11/2026',
		{ format: 'yyyy-MM-dd', options: { fromFormat: 'dd/MM/yyyy' } },
		'date',
		day,
		{
			blind:
				'The node reads the text as midnight on the clock of the workflow and writes the day of UTC. Switch *Use Workflow Timezone* on',
		},
	),
	dateNode(
		'Format a Date, from dd/MM/yyyy to yyyy-MM-dd, *Use Workflow Timezone*',
		'formatDate',
		'24/11/2026',
		{ format: 'yyyy-MM-dd', options: { fromFormat: 'dd/MM/yyyy', timezone: true } },
		'date',
		day,
	),
	dateNode(
		'Add to a Date, 1 day',
		'addToDate',
		'2026-11-23',
		{ timeUnit: 'days', duration: 1 },
		'date',
		day,
		{
			blind:
				'The node reads a day as midnight on the clock of its process and gives the time of the workflow',
		},
	),
	dateNode(
		'Round a Date, down to the day',
		'roundDate',
		inIndia,
		{ mode: 'roundDown', toNearest: 'day' },
		'date',
		dayOf(inIndia),
	),
];

const codeRows: Row[] = [
	['new Date(Date.UTC(2026, 10, 24, 13))', 'dateTime', instant(inIndia)],
	['new Date(Date.UTC(2026, 10, 24, 13))', 'date', dayOf(inIndia)],
	[`DateTime.fromISO('${inIndia}')`, 'dateTime', instant(inIndia)],
	[`DateTime.fromISO('2026-11-24')`, 'date', day],
	[`DateTime.fromFormat('24/11/2026', 'dd/MM/yyyy')`, 'date', day],
	[`DateTime.fromFormat('24/11/2026', 'dd/MM/yyyy')`, 'dateTime', startOfDay],
	[
		`DateTime.fromFormat('31/04/2026', 'dd/MM/yyyy')`,
		'date',
		'noValue',
		{ blind: 'An invalid date is null when it leaves the Code node' },
	],
	['9007199254740993n', 'number', sent('9007199254740993')],
	[
		'Number("2,00,000")',
		'number',
		'noValue',
		{ blind: 'NaN is null when it leaves the Code node' },
	],
	['true', 'boolean', sent('true')],
	['["PAN", "Aadhaar"]', 'documents', sent('PAN;Aadhaar')],
	['undefined', 'text', 'empty'],
].map(([data, to, means, extra]) =>
	row('Value', data, to as Target, means as Meaning, extra as Extra | undefined),
);

const code: Source = {
	title: 'Code',
	name: 'JavaScript',
	label: 'Code',
	how: 'The Code node (2), JavaScript, in a task runner as n8n 2 runs it. A Date or a DateTime leaves it as text.',
	rows: codeRows,
	nodes: async () => [
		start,
		node('Code', 'n8n-nodes-base.code', 2, {
			jsCode: `return [{ json: {\n${codeRows
				.map(({ data }, index) => `\t${keyOf(index)}: ${String(data)},`)
				.join('\n')}\n} }];`,
		}),
	],
};

export const n8nSources: Source[] = [
	form,
	json,
	query,
	dataTable,
	editFields(3.4, 'Edit Fields (Set) 3.4: a field of the type Date & Time is a DateTime.'),
	editFields(3.5, 'Edit Fields (Set) 3.5: a field of the type Date & Time is text.'),
	...dateSources,
	code,
];
