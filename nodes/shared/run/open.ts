import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toNodeError } from '../problems/node-error';
import { ok, type Result } from '../problems/result';
import type { ClientOptions } from '../transport/call';
import { openClient, type Client } from '../transport/client';
import { nodeOf } from './node';
import { clientOptions, runOptions } from './options';
import { failedItem, failItem } from './output-items';
import { evaluated, type ItemReading } from './read-items';

/**
 * Opens the client for a run. If the credential cannot be used, the run ends; a node that continues on fail gives
 * every item the error instead, since n8n would otherwise pass the input on as if it were a result.
 */
export async function openForRun<T>(
	context: IExecuteFunctions,
	readings: ReadonlyArray<ItemReading<T>>,
	changes: Partial<ClientOptions> = {},
): Promise<Ready | { failures: INodeExecutionData[] }> {
	const opened = await openWithOptions(context, changes);
	if (opened.ok) return opened.value;
	// Not the fault of an item, so the error names none.
	if (!context.continueOnFail()) throw toNodeError(nodeOf(context), opened.problem);
	return {
		failures: readings.map((reading, itemIndex) =>
			reading.ok
				? failItem(context, opened.problem, { itemIndex })
				: failedItem(context, reading.error, itemIndex),
		),
	};
}

/** A client, and the options that apply to the whole run. */
export interface Ready {
	client: Client;
	options: IDataObject;
}

async function openWithOptions(
	context: IExecuteFunctions,
	changes: Partial<ClientOptions>,
): Promise<Result<Ready>> {
	const options = evaluated(() => ok(runOptions(context)));
	if (!options.ok) return options;
	const opened = await openClient(context, { ...clientOptions(options.value), ...changes });
	return opened.ok ? ok({ client: opened.client, options: options.value }) : opened;
}
