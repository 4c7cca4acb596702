import { forReal, readExample } from '../support/examples';
import type { Workflow, WorkflowNode } from './n8n-client';

export const packageName = 'n8n-nodes-leadsquared-async';
export const credentialType = 'leadSquaredAsyncApi';
export const updateType = `${packageName}.leadSquaredUpdateOpportunity`;
export const statusType = `${packageName}.leadSquaredCheckStatus`;
export const asyncType = `${packageName}.leadSquaredAsync`;
export const readType = `${packageName}.leadSquared`;
export const triggerType = `${packageName}.leadSquaredTrigger`;

export interface Row {
	opportunityId: string;
	title: string;
}

/** A workflow that the repository ships, with Check Only off as its note says. */
export function exampleWorkflow(name: string): Workflow {
	return forReal(readExample<Workflow>(name));
}

/** The workflow with the named node changed; of its parameters, those that are given. */
export function withNode(
	workflow: Workflow,
	name: string,
	changes: Partial<WorkflowNode>,
): Workflow {
	const nodes = workflow.nodes.map((node) =>
		node.name === name
			? { ...node, ...changes, parameters: { ...node.parameters, ...changes.parameters } }
			: node,
	);
	return { ...workflow, nodes };
}

/** What the user does after an import: choose the credential in each node that needs one. */
export function withCredential(workflow: Workflow, id: string, name: string): Workflow {
	const nodes = workflow.nodes.map((node) =>
		node.type.startsWith(`${packageName}.`)
			? { ...node, credentials: { ...node.credentials, [credentialType]: { id, name } } }
			: node,
	);
	return { ...workflow, nodes };
}

export function nodeOf(workflow: Workflow, type: string): WorkflowNode {
	const node = workflow.nodes.find((candidate) => candidate.type === type);
	if (node === undefined)
		throw new Error(`The workflow '${workflow.name}' has no node of the type ${type}`);
	return node;
}

export function triggerOf(workflow: Workflow): string {
	return nodeOf(workflow, 'n8n-nodes-base.manualTrigger').name;
}

/** A plain workflow: rows, one update each, and its status. Built without the Code node. */
export function updateWorkflow(
	name: string,
	rows: Row[],
	settings: Partial<WorkflowNode> = {},
	options: Record<string, unknown> = {},
): Workflow {
	const nodes: WorkflowNode[] = [
		node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
		node('Data', 'n8n-nodes-base.set', 3.4, {
			mode: 'raw',
			jsonOutput: JSON.stringify({ rows }),
			options: {},
		}),
		node('Rows', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'rows', options: {} }),
		{
			...node('Update', updateType, 1, {
				opportunityId: { __rl: true, mode: 'id', value: '={{ $json.opportunityId }}' },
				fieldsMode: 'manual',
				fields: { field: [{ schemaName: 'mx_Custom_1', value: '={{ $json.title }}' }] },
				note: 'Updated by the end-to-end run',
				options,
			}),
			...settings,
		},
		node('Check', statusType, 1, {}),
	];
	return inARow(name, nodes);
}

/** Each node after the one before. */
export function inARow(name: string, nodes: WorkflowNode[]): Workflow {
	const names = nodes.map((each) => each.name);
	const connections = Object.fromEntries(
		names
			.slice(0, -1)
			.map((from, index) => [
				from,
				{ main: [[{ node: names[index + 1], type: 'main', index: 0 }]] },
			]),
	);
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}

export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown>,
): WorkflowNode {
	return { id: `e2e-${name.toLowerCase()}`, name, type, typeVersion, parameters, position: [0, 0] };
}
