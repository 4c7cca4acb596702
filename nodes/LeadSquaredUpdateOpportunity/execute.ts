/** What the node does with its items. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { openForRun, readItems } from '../shared/items';
import { runOptions } from '../shared/options';
import { submitItems } from '../shared/submit-items';
import { combineUpdates } from './combine';
import { completeDrafts } from './complete-drafts';
import { readDraft } from './read-item';

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const drafts = readItems(context, (itemIndex) => readDraft(context, itemIndex));
	const ready = await openForRun(context, drafts);
	if ('failures' in ready) return [ready.failures];
	const readings = await completeDrafts(context, ready.client, drafts);
	// A cancelled execution has results that nobody takes.
	if (readings === undefined) return [[]];
	const output = await submitItems(context, ready.client, readings, {
		operation: 'opportunity/update',
		...(runOptions(context).combineSameOpportunity === true ? { combine: combineUpdates } : {}),
	});
	return [output];
}
