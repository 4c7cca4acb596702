/** The copies of the examples that `npm run try` puts in place. */
import type { N8nClient, Workflow } from '../e2e/n8n-client';
import { exampleNames, isCheckOnly, readExample, writes } from '../support/examples';
import { importExamples } from './examples';

const isNote = ({ type }: { type: string }) => type === 'n8n-nodes-base.stickyNote';

const firstNote = ({ nodes }: Pick<Workflow, 'nodes'>) =>
	String(nodes.find(isNote)?.parameters.content).split('\n');

const copies = new Map<string, Workflow>();
beforeAll(async () => {
	const client: Pick<N8nClient, 'createDataTable' | 'createWorkflow'> = {
		createDataTable: async () => await Promise.resolve('1'),
		createWorkflow: async (workflow) => {
			copies.set(workflow.name, workflow);
			return await Promise.resolve({ ...workflow, id: '1', versionId: '1' });
		},
	};
	await importExamples(client as N8nClient, { id: '1', name: 'LeadSquared (mock server)' });
});

test('are all of them', () => {
	expect(copies.size).toBe(exampleNames.length);
});

describe.each(exampleNames)('%s', (name) => {
	const shipped = readExample<Workflow>(name);
	const copy = () => copies.get(shipped.name)!;

	test('says in the first line of its note what a press does here, and the rest as it ships', () => {
		const writing = copy().nodes.filter(writes);
		expect(writing.filter(isCheckOnly)).toEqual([]);
		const [first, ...others] = firstNote(copy());
		const [firstShipped, ...othersShipped] = firstNote(shipped);
		if (writing.length === 0) expect(first).toBe(firstShipped);
		else
			expect(first).toMatch(
				/^\*\*Check Only is off here: .+ sends to the mock LeadSquared account\./,
			);
		expect(others).toEqual(othersShipped);
		expect(JSON.stringify(copy().nodes)).not.toContain('Check Only is on');
	});
});
