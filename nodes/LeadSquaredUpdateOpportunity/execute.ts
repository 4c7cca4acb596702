/** What the node does with its items. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ListMapper } from '../shared/fields/map-field-lists';
import { openForRun } from '../shared/run/open';
import { concurrencyOf } from '../shared/run/options';
import { previousNodesOnly } from '../shared/run/manual';
import { cancelledOutput } from '../shared/run/output-items';
import { describeParameters } from '../shared/run/parameters';
import { readItems } from '../shared/run/read-items';
import { submitItems } from '../shared/submit/submit-items';
import { combineUpdates } from './combine';
import { withFields } from './draft';
import { findIds } from './find-ids';
import { properties } from './properties';
import { readDraft } from './read-item';

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const unsent = previousNodesOnly(context);
	if (unsent !== undefined) return [unsent];
	describeParameters(context, properties);
	const mapper = new ListMapper(withFields);
	const begun = await readItems(context, (itemIndex) =>
		mapper.begin(readDraft(context, itemIndex)),
	);
	if (begun === undefined) return [cancelledOutput()];
	const ready = await openForRun(context, begun);
	if ('failures' in ready) return [ready.failures];
	const { client, options } = ready;
	const updates = await mapper.complete(context, client, begun);
	const readings = updates && (await findIds(context, client, updates, concurrencyOf(options)));
	if (readings === undefined) return [cancelledOutput()];
	const output = await submitItems(context, ready, readings, {
		operation: 'opportunity/update',
		combine: options.combineSameOpportunity === true ? combineUpdates : undefined,
	});
	return [output];
}
