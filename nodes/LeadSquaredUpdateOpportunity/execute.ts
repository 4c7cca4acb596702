/** What the node does with its items. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { openForRun } from '../shared/run/open';
import { concurrencyOf } from '../shared/run/options';
import { previousNodesOnly } from '../shared/run/manual';
import { cancelledOutput } from '../shared/run/output-items';
import { describeParameters } from '../shared/run/parameters';
import { readItems } from '../shared/run/read-items';
import { submitItems } from '../shared/submit/submit-items';
import { combineUpdates } from './combine';
import { completeDrafts } from './complete-drafts';
import { properties } from './properties';
import { readDraft } from './read-item';

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const unsent = previousNodesOnly(context);
	if (unsent !== undefined) return [unsent];
	describeParameters(context, properties);
	const drafts = await readItems(context, (itemIndex) => readDraft(context, itemIndex));
	if (drafts === undefined) return [cancelledOutput()];
	const ready = await openForRun(context, drafts);
	if ('failures' in ready) return [ready.failures];
	const { client, options } = ready;
	const readings = await completeDrafts(context, client, drafts, concurrencyOf(options));
	if (readings === undefined) return [cancelledOutput()];
	const output = await submitItems(context, ready, readings, {
		operation: 'opportunity/update',
		combine: options.combineSameOpportunity === true ? combineUpdates : undefined,
	});
	return [output];
}
