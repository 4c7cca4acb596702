/** Every operation that reads, on every account that LeadSquared may have: the same records, or a message that says why not. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { operationProperties } from '../../../nodes/LeadSquared/descriptions/records';
import { properties } from '../../../nodes/LeadSquared/properties';
import {
	autoId,
	opportunityId,
	type ReadingQuirks,
	type Sandbox,
	type SandboxOptions,
} from '../../sandbox';
import { DEFAULT_QUIRKS } from '../../sandbox/rows';
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
	changedOrder: ['asAsked', 'ofCreation', 'newestFirst'],
	withoutType: ['all', 'refused', 'nothing'],
	lists: ['named', 'usual', 'bare'],
	leadLists: ['bare', 'named', 'usual'],
	trailOffset: ['pageFromZero', 'pageFromOne', 'row'],
	trailCap: [1_000, 200, 25],
	opportunityTrail: ['pageIndex', 'offset'],
	changedOpportunities: [
		...(['rows', 'nothing', 'refused', 'otherShape', 'dotNet'] as const),
		...(['unknownRoute', 'notFound', 'forbidden'] as const),
	],
	changedRows: ['fields', 'data'],
	noOpportunity: ['exception', 'dotNet', 'notFound', 'null'],
	autoIds: ['found', 'unknown'],
	details: ['whole', 'documented'],
};

/** What is said in place of records, of the operations that an account cannot answer. */
type Refusal = (title: string) => RegExp | undefined;

type Variant = [name: string, options: SandboxOptions, refusal?: Refusal];

const only =
	(title: string, said: RegExp): Refusal =>
	(one) =>
		one === title ? said : undefined;

const refusals: Record<string, Refusal> = {
	'autoIds: unknown': only(
		'opportunity:get AutoId',
		/has no opportunity .*If it is an AutoId value, this account may not find/,
	),
};

const ofQuirks = Object.entries(quirks).flatMap(([name, values]) =>
	// With what it does unless a test says otherwise, it is the account that all are compared with.
	values
		.filter((value) => value !== DEFAULT_QUIRKS[name as keyof ReadingQuirks])
		.map((value): Variant => {
			const title = `${name}: ${value}`;
			const options = { reading: { [name]: value } as Partial<ReadingQuirks> };
			return refusals[title] ? [title, options, refusals[title]] : [title, options];
		}),
);

const forms = ['millis', 'us', 'dotNet', 'unreadable'] as const;

const variants: Variant[] = [
	...ofQuirks,
	...forms.map((rowDates): Variant => [`dates: ${rowDates}`, { rowDates }]),
	...forms.map((dates): Variant => [`dates of fields: ${dates}`, { writing: { dates } }]),
	...(['name', 'email'] as const).map(
		(owners): Variant => [`owners: ${owners}`, { writing: { owners } }],
	),
	['any order', { rowOrder: 'ofCreation', reading: { changedOrder: 'ofCreation' } }],
	['codes are texts', { opportunityCodes: 'text' }],
	['no lead is not found', { unknownLead: 'notFound' }],
	[
		'activities of an opportunity by Offset, as rows, without a count',
		{ reading: { opportunityTrail: 'offset', trailOffset: 'row', recordCount: 'none' } },
	],
	[
		'activities of an opportunity by Offset, in pages of 25 from 1',
		{ reading: { opportunityTrail: 'offset', trailOffset: 'pageFromOne', trailCap: 25 } },
	],
	[
		'no administrator',
		{ administrator: false },
		only('opportunity:getMany latest', /only with an administrator's keys/),
	],
	['keys in the query only', { syncKeys: 'query' }, () => /does not accept the access key/],
	[
		'another region',
		{ wrongRegion: 'api-us11.leadsquared.com' },
		() => /The account is in another region/,
	],
	[
		'the worst together',
		{
			rowDates: 'us',
			rowOrder: 'ofCreation',
			unknownLead: 'notFound',
			writing: { owners: 'name', dates: 'dotNet' },
			reading: {
				pageCap: 25,
				recordCount: 'page',
				changedOrder: 'newestFirst',
				withoutType: 'refused',
				lists: 'bare',
				leadLists: 'usual',
				trailOffset: 'row',
				trailCap: 25,
				opportunityTrail: 'offset',
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
	return {
		said: error && `${error.message} ${error.description ?? ''}`,
		rows: (outputs[0] ?? []).map(({ json }) => json),
	};
}

/** A date that cannot be read is output as it came; here it begins with `on`. */
const readable = (value: unknown) =>
	typeof value === 'string' && value.startsWith('on ')
		? `${value.slice(3).replace(' ', 'T')}Z`
		: value;

/** Details may leave out the ID of the opportunity; then its AutoId value is output. */
const identified = (value: unknown) => (value === autoId(2) ? opportunityId(2) : value);

/** In any order; without what an account may not say about an opportunity by itself. */
function comparable(rows: Array<Record<string, unknown>>, title: string): string[] {
	return rows
		.map((row) => {
			const kept = Object.entries(row).filter(
				([name]) =>
					!/^opportunity:get( |$)/.test(title) || !['leadId', 'typeCode', 'note'].includes(name),
			);
			return JSON.stringify(kept.map(([name, value]) => [name, identified(readable(value))]));
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
			const which = ['which', 'typesOf', 'fieldsOf', 'leadBy', 'userStatus'].flatMap((name) =>
				values(operationProperties, name, show).map((value) => ({ ...show, [name]: value })),
			);
			return which.length > 0 ? which : [show];
		}),
	);
	expect(ways.length).toBeGreaterThan(15);
	// `Of a lead` and `active` are where the choice begins, so some rows leave it out.
	const rows = readersOfAll.map(({ parameters }) => ({
		which: 'ofLead',
		userStatus: 'active',
		...parameters,
	}));
	const without = ways.filter(
		(way) => !rows.some((row) => expect.objectContaining(way).asymmetricMatch(row)),
	);
	expect(without).toEqual([]);
});

test.each(variants)('%s', async (_, options, refusal = () => undefined) => {
	const sandbox = await account(options);
	if (expected.size === 0) {
		const plain = await account();
		for (const reader of readersOfAll) {
			const { rows } = await rowsOf(plain, reader);
			expected.set(reader.title, comparable(rows, reader.title));
		}
	}
	for (const reader of readersOfAll) {
		const { title } = reader;
		const { said, rows } = await rowsOf(sandbox, reader);
		const refused = refusal(title);
		if (refused !== undefined) {
			expect({ [title]: [rows, said] }).toEqual({
				[title]: [[], expect.stringMatching(refused) as unknown],
			});
			continue;
		}
		expect({ [title]: said }).toEqual({ [title]: undefined });
		expect({ [title]: comparable(rows, title) }).toEqual({ [title]: expected.get(title) });
		expect(rows.length).toBeGreaterThan(0);
	}
});
