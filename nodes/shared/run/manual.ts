/** Runs that someone starts in n8n's editor. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isObject } from '../lib/json';
import { addHint, counted } from './hints';
import { isTool, nodeOf } from './node';

/**
 * The output for a user who asked for the nodes before this one only ("Execute previous nodes"); undefined otherwise.
 * n8n runs the node all the same as soon as an earlier node has data, so an update would leave by accident.
 */
export function previousNodesOnly(context: IExecuteFunctions): INodeExecutionData[] | undefined {
	// Not in n8n's types.
	const execution: unknown = 'runExecutionData' in context ? context.runExecutionData : undefined;
	const start = isObject(execution) ? execution.startData : undefined;
	const destination = isObject(start) ? start.destinationNode : undefined;
	const isForOthers =
		isObject(destination) &&
		destination.mode === 'exclusive' &&
		destination.nodeName === nodeOf(context).name;
	if (!isForOthers) return undefined;
	addHint(
		context,
		'Nothing was sent, because only the previous nodes were to be executed. To send, press Execute step',
	);
	return [];
}

/** Tells the user of the editor that LeadSquared has accepted something: it looks like a test, but is not one. */
export function addManualHint(context: IExecuteFunctions, accepted: number): void {
	if (accepted === 0 || context.getMode() !== 'manual' || isTool(context)) return;
	addHint(
		context,
		`LeadSquared accepted ${counted(accepted, 'item')}: a run in the editor sends for real. Before you build the next nodes, pin this output (press P). Otherwise running them can send everything again. To try without sending, switch on the option Check Only`,
	);
}
