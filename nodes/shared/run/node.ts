/** The node of a run, and who called it. */
import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { isObject } from '../lib/json';

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
export function isTool(context: Pick<IExecuteFunctions, 'getNode'>): boolean {
	const asked =
		'isToolExecution' in context &&
		typeof context.isToolExecution === 'function' &&
		context.isToolExecution() === true;
	return asked || nodeOf(context).type.endsWith('Tool');
}

/**
 * Whether a failed item leaves the node as an item. A tool always outputs its errors, whatever its settings: from an
 * error that is thrown some agents give the model an empty text, others its message without the advice, and some end the
 * execution. To the callers of an MCP server n8n reports a thrown error as such, with the advice.
 */
export function continuesOnFail(
	context: Pick<IExecuteFunctions, 'continueOnFail' | 'getNode'>,
): boolean {
	return context.continueOnFail() || (isTool(context) && !isCalledByMcp(context));
}

/** n8n runs each call of an MCP client as an execution of its own. */
export function isCalledByMcp(context: object): boolean {
	const parent: unknown = 'parentNode' in context ? context.parentNode : undefined;
	return isObject(parent) && String(parent.type).endsWith('.mcpTrigger');
}
