/** Whether a node runs as the tool of an AI agent. */
import type { IExecuteFunctions } from 'n8n-workflow';

/** 1.x has no isToolExecution; a tool's type has an ending of its own there. */
export function isTool(context: IExecuteFunctions): boolean {
	const asked = 'isToolExecution' in context && context.isToolExecution();
	return asked || context.getNode().type.endsWith('Tool');
}
