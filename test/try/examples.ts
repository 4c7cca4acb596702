/** The example workflows, with what their notes ask the user to choose already chosen. */
import { activityTypes, opportunityTypes } from '../sandbox';
import type { SavedCredential } from '../e2e/fixture';
import type { N8nClient, Workflow, WorkflowNode } from '../e2e/n8n-client';
import { exampleWorkflow, packageName, withCredential } from '../e2e/workflows';
import { exampleNames } from '../support/examples';

/** @returns the names of the workflows */
export async function importExamples(
	client: N8nClient,
	{ id, name }: SavedCredential,
): Promise<string[]> {
	const names: string[] = [];
	for (const file of exampleNames) {
		const example = withCredential(exampleWorkflow(file), id, name);
		const table = await tableFor(client, example);
		const nodes = example.nodes.map((node) =>
			withoutMail(withTable(withTypes(withNote(node)), table)),
		);
		names.push((await client.createWorkflow({ ...example, nodes })).name);
	}
	return names;
}

/** In place of the line that says that Check Only is on, as it is where the example is imported by hand. */
const noteHere =
	'**Check Only is off here: a press of *Execute workflow* sends to the mock LeadSquared account.** Credential, types and tables are already chosen; the steps are for your own n8n.';

function withNote(node: WorkflowNode): WorkflowNode {
	const { content } = node.parameters;
	if (typeof content !== 'string') return node;
	const [first = '', ...others] = content.split('\n');
	if (!first.includes('Check Only is on')) return node;
	return { ...node, parameters: { ...node.parameters, content: [noteHere, ...others].join('\n') } };
}

interface Locator {
	__rl: true;
	mode: string;
	value: string;
	cachedResultName?: string;
}

function isLocator(value: unknown): value is Locator {
	return typeof value === 'object' && value !== null && '__rl' in value;
}

const typesOf = {
	opportunityType: opportunityTypes.map(({ EventCode, DisplayName }) => [EventCode, DisplayName]),
	activityType: activityTypes.map(({ ActivityEvent, DisplayName }) => [ActivityEvent, DisplayName]),
} as const;

/** As if the type had been picked from the list; one that the sandbox does not have is its first one. */
function withTypes(node: WorkflowNode): WorkflowNode {
	if (!node.type.startsWith(`${packageName}.`)) return node;
	const parameters = { ...node.parameters };
	for (const [name, types] of Object.entries(typesOf)) {
		const chosen = parameters[name];
		if (!isLocator(chosen)) continue;
		const [code, label] = types.find(([one]) => String(one) === chosen.value) ?? types[0] ?? [];
		parameters[name] = {
			...chosen,
			mode: 'list',
			value: String(code),
			cachedResultName: label,
		};
	}
	return { ...node, parameters };
}

const dataTable = 'n8n-nodes-base.dataTable';

interface Column {
	id: string;
	type: 'string' | 'number' | 'boolean' | 'date';
}

/** A table with the columns that the workflow writes; undefined if it uses none. */
async function tableFor(
	client: N8nClient,
	{ name, nodes }: Workflow,
): Promise<Locator | undefined> {
	const columns = new Map<string, Column>();
	for (const { type, parameters } of nodes) {
		if (type !== dataTable) continue;
		const { schema = [] } = (parameters.columns ?? {}) as { schema?: Column[] };
		for (const column of schema) columns.set(column.id, column);
	}
	if (columns.size === 0) return undefined;
	const value = await client.createDataTable(
		name,
		[...columns.values()].map(({ id, type }) => ({ name: id, type })),
	);
	return { __rl: true, mode: 'list', value, cachedResultName: name };
}

function withTable(node: WorkflowNode, table: Locator | undefined): WorkflowNode {
	if (node.type !== dataTable || table === undefined) return node;
	return { ...node, parameters: { ...node.parameters, dataTableId: table } };
}

/** There is no mail server: the node shows what would be sent. */
function withoutMail(node: WorkflowNode): WorkflowNode {
	if (node.type !== 'n8n-nodes-base.emailSend') return node;
	return { ...node, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
}
