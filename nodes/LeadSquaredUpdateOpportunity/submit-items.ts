/** Sends the updates of a run and turns what came back into output items, in input order. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Client } from '../shared/client';
import { failItem, failedItem, outputItem, type ItemReading } from '../shared/items';
import type { OperationName } from '../shared/operations';
import { submitCall } from '../shared/submit';
import type { UpdateBody } from './read-item';

const operation: OperationName = 'opportunity/update';

export async function submitItems(
	context: IExecuteFunctions,
	client: Client,
	readings: ReadonlyArray<ItemReading<UpdateBody>>,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const output: INodeExecutionData[] = [];
	let accepted = 0;
	for (const [itemIndex, reading] of readings.entries()) {
		if (context.getExecutionCancelSignal()?.aborted) break;
		if (!reading.ok) {
			output.push(failedItem(reading.error, itemIndex));
			continue;
		}
		const reply = await client.send(submitCall(operation, reading.value));
		if (reply.kind === 'cancelled') break;
		if (reply.kind === 'accepted') {
			accepted++;
			const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
			output.push(
				outputItem(
					{
						RequestId: reply.value.requestId,
						Status: reply.value.status,
						ProspectOpportunityId: reading.value.ProspectOpportunityId,
						Operation: operation,
						SubmittedAt: new Date().toISOString(),
					},
					itemIndex,
					options.includeInputFields === true ? items[itemIndex] : undefined,
				),
			);
			continue;
		}
		output.push(
			failItem(context, reply.problem, {
				itemIndex,
				addendum: `${countAccepted(accepted)} before it; the items after it were not sent`,
			}),
		);
	}
	return output;
}

function countAccepted(count: number): string {
	return count === 1 ? '1 update was accepted' : `${count} updates were accepted`;
}
