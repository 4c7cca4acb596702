/** What someone who imports an example may rely on. What the examples do is tested by `npm run e2e`. */
import { parse } from 'csv-parse/sync';
import type { INodeParameters, INodeType } from 'n8n-workflow';

import { LeadSquared } from '../../nodes/LeadSquared/LeadSquared.node';
import { LeadSquaredAsync } from '../../nodes/LeadSquaredAsync/LeadSquaredAsync.node';
import { LeadSquaredCheckStatus } from '../../nodes/LeadSquaredCheckStatus/LeadSquaredCheckStatus.node';
import { LeadSquaredTrigger } from '../../nodes/LeadSquaredTrigger/LeadSquaredTrigger.node';
import { LeadSquaredUpdateOpportunity } from '../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import { credentialFor } from '../support/credential';
import { asyncEditor, editor } from '../support/editor-methods';
import {
	asyncType,
	checkType,
	packageName,
	readType,
	triggerType,
	updateType,
} from '../support/engine';
import { exampleFile, exampleNames, isCheckOnly, readExample, writes } from '../support/examples';
import { fs, path, root } from '../support/platform';
import { useNewSandbox } from '../support/use-sandbox';

const server = useNewSandbox();

interface Mapper {
	value: object;
	schema: Array<{ removed: boolean }>;
}

/** By resource; the update node has none. */
const methods: Record<string, string> = {
	opportunity: 'getOpportunityFields',
	activity: 'getActivityFields',
};

const ours = new Map<string, INodeType>([
	[updateType, new LeadSquaredUpdateOpportunity()],
	[checkType, new LeadSquaredCheckStatus()],
	[asyncType, new LeadSquaredAsync()],
	[readType, new LeadSquared()],
	[triggerType, new LeadSquaredTrigger()],
]);
/** Has no node that could write to LeadSquared; every other example has one. */
const onlyReads = 'changed-opportunities-to-database';
const isNote = ({ type }: { type: string }) => type === 'n8n-nodes-base.stickyNote';
const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');

test('finds the examples, and the list of them in README', () => {
	expect(exampleNames.length).toBeGreaterThan(8);
	const listed = [...readme.matchAll(/^\| \[`([\w-]+)\.json`\]\(examples\//gm)].map(
		([, name]) => name,
	);
	expect(listed.sort()).toEqual([...exampleNames].sort());
});

describe.each(exampleNames)('%s', (name) => {
	const { nodes, connections } = readExample(name);
	const notes = nodes.filter(isNote).map(({ parameters }) => parameters);
	const writing = nodes.filter(writes);

	test('ships so that nothing is sent, and says in the first line of its note why', () => {
		expect(writing.length === 0).toBe(name === onlyReads);
		expect(writing.filter((node) => !isCheckOnly(node))).toEqual([]);
		const [firstLine] = String(notes[0]!.content).split('\n');
		if (name === onlyReads) {
			expect(firstLine).toBe(
				'**Nothing is written to LeadSquared: there is no *Check Only* to switch off.**',
			);
			return;
		}
		const switches = writing.map((node) => `*${node.name}*`).join(' and ');
		expect(firstLine).toContain(
			`**Check Only is on: nothing is sent. To send for real, switch off *Options > Check Only* in ${switches}.**`,
		);
	});

	test("has its instructions on a yellow note, which is n8n's default, and remarks on grey ones", () => {
		expect(notes.map(({ color }) => color)).toEqual([undefined, ...notes.slice(1).map(() => 7)]);
	});

	test('has no node that does nothing', () => {
		expect(nodes.filter(({ type }) => type === 'n8n-nodes-base.noOp')).toEqual([]);
		const linked = new Set([
			...Object.keys(connections),
			...Object.values(connections).flatMap(({ main }) => main.flat().map(({ node }) => node)),
		]);
		expect(nodes.filter((node) => !isNote(node) && !linked.has(node.name))).toEqual([]);
	});

	test('has each node in the version that n8n adds today, with parameters that it has, and no credential', () => {
		const own = nodes.filter(({ type }) => type.startsWith(`${packageName}.`));
		expect(own.length).toBeGreaterThan(0);
		for (const node of own) {
			const { version, defaultVersion, properties } = ours.get(node.type)!.description;
			expect(node).toMatchObject({ typeVersion: defaultVersion ?? version });
			expect(node).not.toHaveProperty('credentials');
			const known = properties.map((property) => property.name);
			expect(
				Object.keys(node.parameters).filter((parameter) => !known.includes(parameter)),
			).toEqual([]);
		}
	});

	test('maps fields by their names, unless its caller names them', async () => {
		const byName = writing.filter(({ parameters }) => parameters.fieldsMode !== 'json');
		expect(byName).toHaveLength(name === 'update-and-confirm' ? 0 : writing.length);
		for (const { type, parameters } of byName) {
			const editing = type === updateType ? editor : asyncEditor;
			const account = editing(credentialFor(server.sandbox), parameters as INodeParameters);
			for (const [mode, mapper, method] of [
				['fieldsMode', 'mappedFields', methods[String(parameters.resource)]],
				['leadFieldsMode', 'mappedLeadFields', 'getLeadFields'],
			] as const) {
				if (!(mode in parameters)) continue;
				expect(parameters[mode]).toBe('mapped');
				const { value, schema } = parameters[mapper] as Mapper;
				// As the editor saves it, or it would show fields that nobody asked for.
				const { fields } = await account.fields(method as never);
				expect(schema).toEqual(
					fields.map((field) => ({ ...field, removed: !(field.id in value) })),
				);
				expect(schema.filter(({ removed }) => !removed)).toHaveLength(Object.keys(value).length);
			}
		}
	});
});

test('has in sweep-pending.csv the columns that the workflow reads and writes', () => {
	const [row] = parse(fs.readFileSync(exampleFile('sweep-pending.csv'), 'utf8'), {
		columns: true,
	}) as Array<Record<string, string>>;
	const written = readExample('sweep-pending').nodes.flatMap(({ parameters }) => {
		const { value = {} } = (parameters.columns ?? {}) as { value?: object };
		return Object.keys(value);
	});
	expect(Object.keys(row!).sort()).toEqual([...new Set(written)].sort());
	// n8n takes the type of a column from its first value.
	expect(Number.isInteger(Number(row!.Polls))).toBe(true);
	expect(row!.State).not.toBe('pending');
});
