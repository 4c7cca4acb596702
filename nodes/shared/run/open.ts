import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { credentialLabels, credentialName } from '../account/account';
import { problem } from '../problems/problems';
import { ok, type Result } from '../problems/result';
import type { ClientOptions } from '../transport/call';
import { openClient, type Client } from '../transport/client';
import { continuesOnFail } from './node';
import { clientOptions, runOptions } from './options';
import { endingError, failedItem, failItem } from './output-items';
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
	if (!continuesOnFail(context)) throw endingError(context, opened.problem);
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
	if (!opened.ok) return opened;
	const other = await differingValue(context);
	if (other !== undefined) return { ok: false, problem: problem('badCredential', other) };
	return ok({ client: opened.value, options: options.value });
}

/**
 * A credential may contain expressions, and n8n signs every call of a run with their values for item 0. The items of
 * another account would go to that one.
 *
 * @returns what is wrong if the credential has another value for any other item
 */
async function differingValue(context: IExecuteFunctions) {
	const count = context.getInputData().length;
	if (count < 2) return undefined;
	const first = await credentialOf(context, 0);
	// There is no item past the last one, so an expression that reads its item has another value there. Others, and
	// credentials without expressions, are done with this one comparison.
	if (differing(first, await credentialOf(context, count)) === undefined) return undefined;
	for (let itemIndex = 1; itemIndex < count; itemIndex++) {
		const name = differing(first, await credentialOf(context, itemIndex));
		if (name === undefined) continue;
		return {
			parameter: new Map<string, string>(Object.entries(credentialLabels)).get(name) ?? name,
			reason: `contains an expression that gives item ${itemIndex} another value than item 0`,
			hint: 'n8n signs all calls of a run with the values for item 0. Use one node with its own credential for each account, or run the items of each account separately, for example in a sub-workflow',
		};
	}
	return undefined;
}

/** For comparison only; empty if an expression in it cannot be evaluated for this item. */
async function credentialOf(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<Record<string, unknown>> {
	try {
		return await context.getCredentials(credentialName, itemIndex);
	} catch {
		return {};
	}
}

/** The name of the first value of a credential that another one does not have. */
function differing(
	first: Record<string, unknown>,
	other: Record<string, unknown>,
): string | undefined {
	return Object.keys(first).find(
		(name) => JSON.stringify(first[name]) !== JSON.stringify(other[name]),
	);
}
