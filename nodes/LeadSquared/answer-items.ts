/** Asks what the items ask for, and pairs what comes with its item. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { forEachConcurrently } from '../shared/lib/lanes';
import type { Problem } from '../shared/problems/problems';
import { addHint, addRunHints, counted } from '../shared/run/hints';
import { inputOf } from '../shared/run/input';
import { continuesOnFail, isTool } from '../shared/run/node';
import type { Ready } from '../shared/run/open';
import { concurrencyOf } from '../shared/run/options';
import { optionsOf } from '../shared/run/parameters';
import { cancelledOutput, failedItem, failItem, outputItem } from '../shared/run/output-items';
import type { ItemReading } from '../shared/run/read-items';
import type { Loaded } from '../shared/transport/reply';
import { limitLabel, returnAllLabel } from './labels';
import { ReadRun, type Answer, type Question } from './questions/question';

export async function answerItems(
	context: IExecuteFunctions,
	{ client, options }: Ready,
	questions: ReadonlyArray<ItemReading<Question>>,
): Promise<INodeExecutionData[]> {
	const answers = new Map<string, Loaded<Answer>>();
	const different = new Map<string, { question: Question; itemIndex: number }>();
	for (const [itemIndex, question] of questions.entries()) {
		if (!question.ok || different.has(question.value.key)) continue;
		different.set(question.value.key, { question: question.value, itemIndex });
	}
	const concurrency = concurrencyOf(options);
	// All questions together make no more calls at the same time than the option allows.
	const width = Math.max(1, Math.floor(concurrency / Math.max(1, different.size)));
	const run = new ReadRun(client, width);
	const goesOn = continuesOnFail(context);
	await forEachConcurrently([...different], concurrency, async ([key, { question, itemIndex }]) => {
		const answer = await question.ask(run);
		answers.set(key, answer);
		if (answer === undefined) return false;
		// If the run ends with the first failure, further calls would be wasted.
		return goesOn || answer.ok || isNothing(context, answer.problem, itemIndex);
	});
	addRunHints(context, client);
	if (client.cancel?.aborted === true) return cancelledOutput();

	const failure = goesOn ? undefined : firstFailure(context, questions, answers);
	if (failure !== undefined) failItem(context, failure.problem, failure);
	const said = [...hintsOf([...answers.values()]), ...doubtsOf(context, questions, answers)];
	for (const hint of said) addHint(context, hint);
	const output = questions.flatMap((question, itemIndex) =>
		question.ok
			? itemsOf(context, answers.get(question.value.key), itemIndex)
			: [failedItem(context, question.error, itemIndex)],
	);
	// A model sees items and no hints.
	if (!isTool(context) || said.length === 0) return output;
	return [...output, { json: { note: said.join('. ') }, pairedItem: { item: 0 } }];
}

/** Not always that of the first item: questions are asked side by side, and after a failure no others. */
function firstFailure(
	context: IExecuteFunctions,
	questions: ReadonlyArray<ItemReading<Question>>,
	answers: ReadonlyMap<string, Loaded<Answer>>,
) {
	for (const [itemIndex, question] of questions.entries()) {
		const answer = question.ok ? answers.get(question.value.key) : undefined;
		if (answer === undefined || answer.ok || isNothing(context, answer.problem, itemIndex))
			continue;
		return { problem: answer.problem, itemIndex };
	}
	return undefined;
}

/** What is uncertain about items that come out as nothing. */
function doubtsOf(
	context: IExecuteFunctions,
	questions: ReadonlyArray<ItemReading<Question>>,
	answers: ReadonlyMap<string, Loaded<Answer>>,
): string[] {
	const doubts = new Set<string>();
	for (const [itemIndex, question] of questions.entries()) {
		const answer = question.ok ? answers.get(question.value.key) : undefined;
		if (answer?.ok !== false || !isNothing(context, answer.problem, itemIndex)) continue;
		const { message, hint } = answer.problem;
		if (hint !== undefined) doubts.add(`${message}. ${hint}`);
	}
	return [...doubts];
}

/** Whether the item is to have no output, and no error, where nothing is found. */
function isNothing(context: IExecuteFunctions, { code }: Problem, itemIndex: number): boolean {
	return code === 'nothingFound' && optionsOf(context, itemIndex).nothingFound === 'nothing';
}

function itemsOf(
	context: IExecuteFunctions,
	answer: Loaded<Answer>,
	itemIndex: number,
): INodeExecutionData[] {
	if (answer === undefined) return cancelledOutput();
	if (!answer.ok) {
		return isNothing(context, answer.problem, itemIndex)
			? []
			: [failItem(context, answer.problem, { itemIndex })];
	}
	const { includeInputFields } = optionsOf(context, itemIndex);
	const input = includeInputFields === true ? inputOf(context, itemIndex) : undefined;
	return answer.value.items.map((item) => outputItem(item as IDataObject, itemIndex, input));
}

/** What the user must know although nothing failed. */
function hintsOf(answers: ReadonlyArray<Loaded<Answer>>): string[] {
	const given = answers.flatMap((answer) => (answer?.ok ? [answer.value] : []));
	const cut = given.filter(({ isCut }) => isCut).length;
	const missing = given.reduce((sum, answer) => sum + answer.missing, 0);
	const gone = given.reduce((sum, answer) => sum + answer.gone, 0);
	return [
		...(cut > 0
			? [
					`There are more records than '${limitLabel}' allows${given.length === 1 ? '' : ` for ${cut} of ${given.length} questions`}. Switch on '${returnAllLabel}' to get all`,
				]
			: []),
		...(gone > 0
			? [
					`Left out: ${counted(gone, 'opportunity', 'opportunities')} of the list whose details LeadSquared no longer has. Usually a record was deleted a short time ago`,
				]
			: []),
		...(missing > 0 ? [`LeadSquared counts ${missing} more records than it returned`] : []),
		...new Set(given.flatMap(({ notes }) => notes)),
	];
}
