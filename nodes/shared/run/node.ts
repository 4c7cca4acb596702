/** The node of a run. */
import type { IExecuteFunctions, INode } from 'n8n-workflow';

const nodes = new WeakMap<object, INode>();

/** Cached: n8n makes a deep copy on every call, including a mapper's long schema, which is too slow for each item. */
export function nodeOf(context: Pick<IExecuteFunctions, 'getNode'>): INode {
	const known = nodes.get(context);
	if (known !== undefined) return known;
	const node = context.getNode();
	nodes.set(context, node);
	return node;
}

/** Whether it runs as the tool of an AI agent. n8n 1.x has no isToolExecution, but the type of a tool ends in Tool. */
export function isTool(context: IExecuteFunctions): boolean {
	const asked = 'isToolExecution' in context && context.isToolExecution();
	return asked || nodeOf(context).type.endsWith('Tool');
}
