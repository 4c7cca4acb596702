/** PostgreSQL and MariaDB through n8n's own nodes: one row of a table, a column for each value. */
import { node } from '../e2e/workflows';
import type { Databases } from './databases';
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

/** A column's type and the literal in it. */
function cell(kind: string, literal: string, to: Target, means: Meaning, extra: Extra = {}): Row {
	const value = literal.replace(/^'(.*)'$/s, '$1').replaceAll("''", "'");
	return { kind, value, data: literal, to, means, ...extra };
}

const long = 'x'.repeat(201);

/** What texts hold is the same in both. */
const texts = (kind: string): Row[] => [
	cell(kind, "'200000'", 'number', sent('200000')),
	cell(kind, "'2,00,000'", 'number', sent('200000')),
	cell(kind, "'₹2,00,000'", 'number', sent('200000')),
	cell(kind, "'Rs. 2,00,000/-'", 'number', sent('200000')),
	cell(kind, "'$200,000.50'", 'number', sent('200000.50')),
	cell(kind, "'INR 5,000'", 'number', sent('5000')),
	cell(kind, "'2 lakh'", 'number', 'noValue'),
	cell(kind, "'24/11/2026'", 'date', day),
	cell(kind, "'09845012345'", 'phone', sent('09845012345')),
	cell(kind, "'+91 98450 12345'", 'phone', sent('+91 98450 12345')),
	cell(kind, "'won'", 'status', sent('Won')),
	cell(kind, "'Won '", 'status', sent('Won'), { value: 'Won␠' }),
	cell(kind, "'yes'", 'boolean', sent('true')),
	cell(kind, "'007123'", 'text', sent('007123')),
	cell(kind, `'${long}'`, 'text', 'noValue', { value: '201 characters' }),
	cell(kind, `'${long}'`, 'longText', sent(long), { value: '201 characters' }),
	cell(kind, "''", 'text', 'empty', { value: '(an empty text)' }),
	cell(kind, "'   '", 'text', 'empty', { value: '␠␠␠' }),
	cell(kind, "'   '", 'number', 'empty', { value: '␠␠␠' }),
	cell(kind, "'   '", 'date', 'empty', { value: '␠␠␠' }),
];

const nulls: Row[] = [
	cell('NUMERIC', 'NULL', 'number', 'empty'),
	cell('DATE', 'NULL', 'date', 'empty'),
	cell('VARCHAR(300)', 'NULL', 'text', 'empty'),
	cell('VARCHAR(300)', 'NULL', 'longText', sent(''), { options: { emptyValues: 'clear' } }),
	cell('DATE', 'NULL', 'date', sent(''), { options: { emptyValues: 'clear' } }),
];

const halfPastSixInIndia = '2026-11-24T18:30:00+05:30';

const clockOfProcess =
	'n8n reads a timestamp without a zone on the clock of its process (`TZ`), not of the workflow';

const postgresRows: Row[] = [
	cell('NUMERIC(12,2)', '200000.50', 'number', sent('200000.50')),
	cell('INTEGER', '200000', 'number', sent('200000')),
	cell('BIGINT', '9007199254740993', 'number', sent('9007199254740993')),
	cell('BIGINT', '9007199254740993', 'text', sent('9007199254740993')),
	cell('DOUBLE PRECISION', '0.1', 'decimal', sent('0.1')),
	cell('DOUBLE PRECISION', "'NaN'", 'decimal', 'noValue'),
	cell('MONEY', "'200000.50'", 'number', sent('200000.50'), { value: '$200,000.50' }),
	cell('DATE', "'2026-11-24'", 'date', day),
	cell('DATE', "'2026-11-24'", 'dateTime', startOfDay),
	cell('TIMESTAMP', "'2026-11-24 18:30'", 'dateTime', halfPastSix, { blind: clockOfProcess }),
	cell('TIMESTAMP', "'2026-11-24 18:30'", 'date', day, { blind: clockOfProcess }),
	cell('TIMESTAMPTZ', `'${halfPastSixInIndia}'`, 'dateTime', instant(halfPastSixInIndia)),
	cell('TIMESTAMPTZ', `'${halfPastSixInIndia}'`, 'date', dayOf(halfPastSixInIndia)),
	cell('BOOLEAN', 'true', 'boolean', sent('true')),
	cell('BOOLEAN', 'false', 'boolean', sent('false')),
	cell('TEXT[]', "ARRAY['PAN', 'Aadhaar']", 'documents', sent('PAN;Aadhaar'), {
		value: '{PAN,Aadhaar}',
	}),
	cell('TEXT[]', "ARRAY['Won']", 'status', sent('Won'), { value: '{Won}' }),
	cell('CHAR(10)', "'Won'", 'status', sent('Won'), { value: 'Won␠␠␠␠␠␠␠' }),
	cell('BIGINT', '919845012345', 'phone', sent('919845012345')),
	cell(
		'UUID',
		"'5ca5b042-51ea-4699-b6f0-84c40ab12770'",
		'text',
		sent('5ca5b042-51ea-4699-b6f0-84c40ab12770'),
	),
	cell('JSONB', '\'{"rate": 8.5}\'', 'decimal', 'noValue'),
	cell('JSONB', '\'{"rate": 8.5}\'', 'decimal', sent('8.5'), { mapped: '$json.cell.rate' }),
	...texts('TEXT'),
	...nulls,
];

/** Workflows that were made before n8n's newer version of the node keep this one. */
const olderPostgresRows: Row[] = [
	cell('DATE', "'2026-11-24'", 'date', day),
	cell('DATE', "'2026-11-24'", 'dateTime', startOfDay, {
		blind:
			'The node gives midnight on the clock of its process (`TZ`), and a date and time field takes an instant',
	}),
	cell('TIMESTAMP', "'2026-11-24 18:30'", 'dateTime', halfPastSix, { blind: clockOfProcess }),
	cell('TIMESTAMPTZ', `'${halfPastSixInIndia}'`, 'dateTime', instant(halfPastSixInIndia)),
	cell('DATE', 'NULL', 'date', 'empty'),
];

const clockOfServer =
	'MariaDB writes a TIMESTAMP on the clock of its session (UTC here), and the text does not say so. Select it with `CONVERT_TZ`, or use the formula in the next row';

const mariadbRows: Row[] = [
	cell('DECIMAL(12,2)', '200000.50', 'number', sent('200000.50')),
	cell('INT', '200000', 'number', sent('200000')),
	cell('BIGINT', '9007199254740993', 'number', sent('9007199254740993')),
	cell('BIGINT', '42', 'text', sent('42')),
	cell('DOUBLE', '0.1', 'decimal', sent('0.1')),
	cell('DATE', "'2026-11-24'", 'date', day),
	cell('DATE', "'2026-11-24'", 'dateTime', startOfDay),
	cell('DATE', "'0000-00-00'", 'date', 'noValue'),
	cell('DATETIME', "'2026-11-24 18:30:00'", 'dateTime', halfPastSix),
	cell('DATETIME', "'2026-11-24 18:30:00'", 'date', day),
	cell('TIMESTAMP', "'2026-11-24 13:00:00'", 'dateTime', instant(halfPastSixInIndia), {
		blind: clockOfServer,
	}),
	cell('TIMESTAMP', "'2026-11-24 13:00:00'", 'dateTime', instant(halfPastSixInIndia), {
		mapped: "DateTime.fromSQL($json.cell, { zone: 'UTC' })",
	}),
	cell('TINYINT(1)', '1', 'boolean', sent('true')),
	cell('TINYINT(1)', '0', 'boolean', sent('false')),
	cell('BIT(1)', "b'1'", 'boolean', sent('true'), { value: '1' }),
	cell('BIT(1)', "b'1'", 'boolean', sent('true'), {
		value: '1',
		mapped: '$json.cell[0] === 1',
	}),
	cell("SET('PAN','Aadhaar')", "'PAN,Aadhaar'", 'documents', sent('PAN;Aadhaar')),
	cell("SET('PAN','Aadhaar')", "'PAN,Aadhaar'", 'documents', sent('PAN;Aadhaar'), {
		mapped: "$json.cell.split(',')",
	}),
	cell("SET('PAN','Aadhaar')", "''", 'documents', 'empty', { value: '(an empty set)' }),
	cell("ENUM('won','lost')", "'won'", 'status', sent('Won')),
	cell('BIGINT', '919845012345', 'phone', sent('919845012345')),
	cell(
		'CHAR(36)',
		"'5ca5b042-51ea-4699-b6f0-84c40ab12770'",
		'text',
		sent('5ca5b042-51ea-4699-b6f0-84c40ab12770'),
	),
	cell('JSON', '\'{"rate": 8.5}\'', 'decimal', 'noValue'),
	cell('JSON', '\'{"rate": 8.5}\'', 'decimal', sent('8.5'), { mapped: '$json.cell.rate' }),
	...texts('VARCHAR(300)'),
	...nulls.map((row) => (row.kind === 'NUMERIC' ? { ...row, kind: 'DECIMAL(12,2)' } : row)),
];

const tables = { postgres: 'sheet', olderPostgres: 'older_sheet', mariadb: 'sheet' } as const;

/** The tables with their rows, as the sources below read them. */
export async function fillDatabases(databases: Databases): Promise<void> {
	await databases.runOnPostgres(
		[
			// `$200,000.50`, whatever the machine's language.
			`ALTER DATABASE ${databases.postgres.database} SET lc_monetary = 'C';`,
			"SET lc_monetary = 'C';",
			tableOf(tables.postgres, postgresRows),
			tableOf(tables.olderPostgres, olderPostgresRows),
		].join('\n'),
	);
	await databases.runOnMariadb(
		`USE ${databases.mariadb.database};\n${tableOf(tables.mariadb, mariadbRows)}`,
	);
}

function tableOf(name: string, rows: readonly Row[]): string {
	const columns = rows.map(({ kind }, index) => {
		// Or MariaDB fills the first TIMESTAMP by itself.
		const rest = kind === 'TIMESTAMP' ? ' NULL' : '';
		return `${keyOf(index)} ${kind}${rest}`;
	});
	const values = rows.map(({ data }) => String(data));
	return `CREATE TABLE ${name} (${columns.join(', ')});\nINSERT INTO ${name} VALUES (${values.join(', ')});`;
}

const start = node('Start', 'n8n-nodes-base.manualTrigger', 1, {});

function reader(type: string, version: number, table: string) {
	return node('Read', type, version, {
		operation: 'executeQuery',
		query: `SELECT * FROM ${table}`,
		options: {},
	});
}

function postgres(version: number, label: string, table: string, how: string, rows: Row[]): Source {
	return {
		title: 'PostgreSQL',
		name: `Postgres node ${version}`,
		label,
		how,
		rows,
		nodes: async ({ postgres: credential }) => [
			start,
			{
				...reader('n8n-nodes-base.postgres', version, table),
				credentials: { postgres: credential },
			},
		],
	};
}

export const databaseSources: Source[] = [
	postgres(
		2.7,
		'PostgreSQL',
		tables.postgres,
		'The Postgres node in the version that new workflows get (2.7), default options.',
		postgresRows,
	),
	postgres(
		2.6,
		'PostgreSQL (node 2.6)',
		tables.olderPostgres,
		'The Postgres node up to version 2.6, in workflows made some time ago. It gives a DATE as an instant: midnight on the clock of its process.',
		olderPostgresRows,
	),
	{
		title: 'MariaDB and MySQL',
		name: 'MySQL node 2.5',
		label: 'MariaDB',
		how: 'The MySQL node (2.5), default options. The clock of the MariaDB session is UTC.',
		rows: mariadbRows,
		nodes: async ({ mariadb: credential }) => [
			start,
			{
				...reader('n8n-nodes-base.mySql', 2.5, tables.mariadb),
				credentials: { mySql: credential },
			},
		],
	},
];
