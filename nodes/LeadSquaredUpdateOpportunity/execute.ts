/** What the node does with its items. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { openForRun, readItems } from '../shared/items';
import { concurrencyOf } from '../shared/options';
import { submitItems } from '../shared/submit-items';
import { combineUpdates } from './combine';
import { completeDrafts } from './complete-drafts';
import { readDraft } from './read-item';

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const drafts = await readItems(context, (itemIndex) => readDraft(context, itemIndex));
	// A cancelled execution has results that nobody takes.
	if (drafts === undefined) return [[]];
	const ready = await openForRun(context, drafts);
	if ('failures' in ready) return [ready.failures];
	const { client, options } = ready;
	const readings = await completeDrafts(context, client, drafts, concurrencyOf(options));
	if (readings === undefined) return [[]];
	const output = await submitItems(context, ready, readings, {
		operation: 'opportunity/update',
		...(options.combineSameOpportunity === true ? { combine: combineUpdates } : {}),
	});
	return [output];
}
