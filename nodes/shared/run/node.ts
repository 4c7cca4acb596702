/** What a run's node is. */
import type { IExecuteFunctions, INode } from 'n8n-workflow';

const nodes = new WeakMap<object, INode>();

/** The node of a run. n8n makes a deep copy at every call, a mapper's long schema included: too much for each item. */
export function nodeOf(context: Pick<IExecuteFunctions, 'getNode'>): INode {
	const known = nodes.get(context);
	if (known !== undefined) return known;
	const node = context.getNode();
	nodes.set(context, node);
	return node;
}

/** Whether it runs as the tool of an AI agent. 1.x has no isToolExecution; a tool's type has an ending of its own there. */
export function isTool(context: IExecuteFunctions): boolean {
	const asked = 'isToolExecution' in context && context.isToolExecution();
	return asked || nodeOf(context).type.endsWith('Tool');
}
