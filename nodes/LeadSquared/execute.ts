/** What the node does with its items. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { forEachConcurrently } from '../shared/lib/lanes';
import { toNodeError } from '../shared/problems/node-error';
import { problem } from '../shared/problems/problems';
import { quotable } from '../shared/problems/quote';
import { ok } from '../shared/problems/result';
import { addHint, addRunHints } from '../shared/run/hints';
import { inputOf } from '../shared/run/input';
import { continuesOnFail, isTool, nodeOf } from '../shared/run/node';
import { openForRun } from '../shared/run/open';
import { concurrencyOf } from '../shared/run/options';
import { cancelledOutput, failedItem, failItem, outputItem } from '../shared/run/output-items';
import { describeParameters, optionsOf } from '../shared/run/parameters';
import { readItems, type ItemReading } from '../shared/run/read-items';
import type { Loaded } from '../shared/transport/reply';
import { properties } from './properties';
import { Inputs } from './questions/inputs';
import type { Answer, Ask, Desk, ReadQuestion } from './questions/question';
import { questions } from './questions/table';

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	describeParameters(context, properties);
	const resource = String(context.getNodeParameter('resource', 0));
	const operation = String(context.getNodeParameter('operation', 0));
	const question = questions[`${resource}:${operation}`];
	if (question !== undefined) return [await read(context, question)];
	const reason = `is ${quotable(operation)}, which '${quotable(resource)}' does not have`;
	throw toNodeError(nodeOf(context), problem('badInput', { parameter: 'Operation', reason }));
}

interface Asked {
	ask: Ask;
	/** Equal for items that ask the same: they share one answer. */
	key: string;
}

async function read(
	context: IExecuteFunctions,
	question: ReadQuestion,
): Promise<INodeExecutionData[]> {
	const readings = await readItems<Asked>(context, (itemIndex) => {
		const inputs = new Inputs(context, itemIndex);
		const ask = question(inputs);
		return ask.ok ? ok({ ask: ask.value, key: inputs.key }) : ask;
	});
	if (readings === undefined) return cancelledOutput();
	const ready = await openForRun(context, readings);
	if ('failures' in ready) return ready.failures;
	const { client, options } = ready;
	const desk: Desk = { client, nowMs: () => Date.now() };
	const answers = await askAll(context, desk, readings, concurrencyOf(options));
	addRunHints(context, client);
	return answers === undefined ? cancelledOutput() : output(context, readings, answers);
}

/** @returns by key; undefined if the execution was cancelled */
async function askAll(
	context: IExecuteFunctions,
	desk: Desk,
	readings: ReadonlyArray<ItemReading<Asked>>,
	concurrency: number,
): Promise<ReadonlyMap<string, NonNullable<Loaded<Answer>>> | undefined> {
	const asked = new Map(
		readings.flatMap((reading) => (reading.ok ? [[reading.value.key, reading.value.ask]] : [])),
	);
	const answers = new Map<string, NonNullable<Loaded<Answer>>>();
	const continues = continuesOnFail(context);
	let isCancelled = false;
	await forEachConcurrently([...asked], concurrency, async ([key, ask]) => {
		const answer = await ask(desk);
		if (answer === undefined) isCancelled = true;
		else answers.set(key, answer);
		return answer !== undefined && (answer.ok || continues);
	});
	return isCancelled ? undefined : answers;
}

function output(
	context: IExecuteFunctions,
	readings: ReadonlyArray<ItemReading<Asked>>,
	answers: ReadonlyMap<string, NonNullable<Loaded<Answer>>>,
): INodeExecutionData[] {
	const items: INodeExecutionData[] = [];
	const partial: number[] = [];
	const remarks = new Set<string>();
	for (const [itemIndex, reading] of readings.entries()) {
		if (!reading.ok) {
			items.push(failedItem(context, reading.error, itemIndex));
			continue;
		}
		const answer = answers.get(reading.value.key);
		// After a failure that ends the run nothing more was asked.
		if (answer === undefined) continue;
		if (!answer.ok) {
			items.push(failItem(context, answer.problem, { itemIndex }));
			continue;
		}
		const { records, hasMore, remark } = answer.value;
		const isIncluded = optionsOf(context, itemIndex).includeInputFields === true;
		const input = isIncluded ? inputOf(context, itemIndex) : undefined;
		for (const record of records) items.push(outputItem({ ...record }, itemIndex, input));
		if (hasMore) {
			partial.push(itemIndex);
			const last = items.at(-1);
			// A model sees the items alone.
			if (isTool(context) && last !== undefined) last.json.hasMore = true;
		}
		if (remark !== undefined) remarks.add(remark);
	}
	if (partial.length > 0) addHint(context, moreExist(partial, readings.length));
	for (const remark of remarks) addHint(context, remark);
	return items;
}

function moreExist(itemIndexes: readonly number[], count: number): string {
	const [first] = itemIndexes;
	const whose =
		count === 1
			? ''
			: itemIndexes.length === 1
				? ` for item ${first}`
				: ` for ${itemIndexes.length} items, the first is item ${first}`;
	return `LeadSquared has more records than were returned${whose}. Switch on 'Return All', or raise 'Limit'`;
}
