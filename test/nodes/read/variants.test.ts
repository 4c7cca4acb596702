/** Every operation that reads, on every account that LeadSquared may have: the same records, or a message that says why not. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { operationProperties } from '../../../nodes/LeadSquared/descriptions/records';
import { properties } from '../../../nodes/LeadSquared/properties';
import type { ReadingQuirks, Sandbox, SandboxOptions } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { items, readType, runNode } from '../../support/run-node';
import { readersOfAll, type ReaderSetup } from '../../support/readers';
import { useVirtualTime } from '../../support/virtual-time';
import { useAccounts } from './reading';

useVirtualTime();
const account = useAccounts();

/** Each value of each quirk; the types see to it that none is left out. */
const quirks: { [Name in keyof ReadingQuirks]: ReadonlyArray<ReadingQuirks[Name]> } = {
	pageCap: [1_000, 200, 25, 10],
	recordCount: ['total', 'page', 'none'],
	changedOrder: ['asAsked', 'ofCreation'],
	withoutType: ['all', 'refused', 'nothing'],
	lists: ['named', 'usual', 'bare'],
	trailOffset: ['pageFromZero', 'pageFromOne', 'row'],
	trailCap: [1_000, 200, 25],
	changedOpportunities: [
		...(['rows', 'refused', 'otherShape', 'dotNet'] as const),
		...(['unknownRoute', 'notFound', 'forbidden'] as const),
	],
	changedRows: ['fields', 'data'],
	noOpportunity: ['exception', 'dotNet', 'notFound', 'null'],
	details: ['whole', 'documented'],
};

const ofQuirks = Object.entries(quirks).flatMap(([name, values]) =>
	values.map((value): [string, SandboxOptions] => [
		`${name}: ${value}`,
		{ reading: { [name]: value } as Partial<ReadingQuirks> },
	]),
);

const variants: Array<[string, SandboxOptions]> = [
	...ofQuirks,
	...(['millis', 'us', 'dotNet', 'unreadable'] as const).map(
		(rowDates): [string, SandboxOptions] => [`dates: ${rowDates}`, { rowDates }],
	),
	['any order', { rowOrder: 'ofCreation', reading: { changedOrder: 'ofCreation' } }],
	['codes are texts', { opportunityCodes: 'text' }],
	['no lead is not found', { unknownLead: 'notFound' }],
	[
		'the worst together',
		{
			rowDates: 'us',
			rowOrder: 'ofCreation',
			reading: {
				pageCap: 25,
				recordCount: 'page',
				changedOrder: 'ofCreation',
				withoutType: 'refused',
				lists: 'bare',
				trailOffset: 'row',
				trailCap: 25,
				changedOpportunities: 'unknownRoute',
				details: 'documented',
			},
		},
	],
];

async function rowsOf(sandbox: Sandbox, { parameters }: ReaderSetup) {
	const { outputs, error } = await runNode(
		{
			type: readType,
			parameters: { ...parameters, returnAll: true },
			credential: credentialFor(sandbox),
		},
		items({}),
	);
	expect(error).toBeUndefined();
	return (outputs[0] ?? []).map(({ json }) => json);
}

/** A date that cannot be read is output as it came; here it begins with `on`. */
const readable = (value: unknown) =>
	typeof value === 'string' && value.startsWith('on ')
		? `${value.slice(3).replace(' ', 'T')}Z`
		: value;

/** In any order; without what an account may not say about an opportunity by itself. */
function comparable(rows: Array<Record<string, unknown>>, title: string): string[] {
	return rows
		.map((row) => {
			const kept = Object.entries(row).filter(
				([name]) => title !== 'opportunity:get' || !['leadId', 'typeCode', 'note'].includes(name),
			);
			return JSON.stringify(kept.map(([name, value]) => [name, readable(value)]));
		})
		.sort();
}

const expected = new Map<string, string[]>();

test('every operation has a row, and each of its ways to choose records', () => {
	const values = (all: INodeProperties[], name: string, show: Record<string, unknown>) =>
		all
			.filter((one) => one.name === name)
			.filter((one) =>
				Object.entries(show).every(([key, value]) =>
					one.displayOptions?.show?.[key]?.includes(value as string),
				),
			)
			.flatMap(({ options = [] }) => (options as INodePropertyOptions[]).map(({ value }) => value));
	const ways = values(properties, 'resource', {}).flatMap((resource) =>
		values(properties, 'operation', { resource }).flatMap((operation) => {
			const show = { resource, operation };
			const which = ['which', 'typesOf', 'fieldsOf'].flatMap((name) =>
				values(operationProperties, name, show).map((value) => ({ ...show, [name]: value })),
			);
			return which.length > 0 ? which : [show];
		}),
	);
	expect(ways.length).toBeGreaterThan(15);
	// `Of a lead` is where the choice begins, so some rows leave it out.
	const rows = readersOfAll.map(({ parameters }) => ({ which: 'ofLead', ...parameters }));
	const without = ways.filter(
		(way) => !rows.some((row) => expect.objectContaining(way).asymmetricMatch(row)),
	);
	expect(without).toEqual([]);
});

test.each(variants)('%s', async (_, options) => {
	const sandbox = await account(options);
	if (expected.size === 0) {
		const plain = await account();
		for (const reader of readersOfAll) {
			expected.set(reader.title, comparable(await rowsOf(plain, reader), reader.title));
		}
	}
	for (const reader of readersOfAll) {
		const rows = comparable(await rowsOf(sandbox, reader), reader.title);
		expect({ [reader.title]: rows }).toEqual({ [reader.title]: expected.get(reader.title) });
		expect(rows.length).toBeGreaterThan(0);
	}
});
