/** Asks what the items ask for, and pairs what comes with its item. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { forEachConcurrently } from '../shared/lib/lanes';
import { addHint, addRunHints } from '../shared/run/hints';
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
	const run = new ReadRun(client);
	const answers = new Map<string, Loaded<Answer>>();
	const different = new Map<string, Question>();
	for (const question of questions) {
		if (question.ok) different.set(question.value.key, question.value);
	}
	const goesOn = continuesOnFail(context);
	await forEachConcurrently([...different], concurrencyOf(options), async ([key, question]) => {
		const answer = await question.ask(run);
		answers.set(key, answer);
		const isFatal = answer !== undefined && !answer.ok && answer.problem.code !== 'nothingFound';
		// If the run ends with the first failure, further calls would be wasted.
		return answer !== undefined && (!isFatal || goesOn);
	});
	addRunHints(context, client);
	if (client.cancel?.aborted === true) return cancelledOutput();

	const failure = goesOn ? undefined : firstFailure(questions, answers);
	if (failure !== undefined) failItem(context, failure.problem, failure);
	const said = hintsOf([...answers.values()]);
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
	questions: ReadonlyArray<ItemReading<Question>>,
	answers: ReadonlyMap<string, Loaded<Answer>>,
) {
	for (const [itemIndex, question] of questions.entries()) {
		const answer = question.ok ? answers.get(question.value.key) : undefined;
		if (answer === undefined || answer.ok || answer.problem.code === 'nothingFound') continue;
		return { problem: answer.problem, itemIndex };
	}
	return undefined;
}

function itemsOf(
	context: IExecuteFunctions,
	answer: Loaded<Answer>,
	itemIndex: number,
): INodeExecutionData[] {
	if (answer === undefined) return cancelledOutput();
	const options = optionsOf(context, itemIndex);
	if (!answer.ok) {
		const isNothing = answer.problem.code === 'nothingFound' && options.nothingFound === 'nothing';
		return isNothing ? [] : [failItem(context, answer.problem, { itemIndex })];
	}
	const input = options.includeInputFields === true ? inputOf(context, itemIndex) : undefined;
	return answer.value.items.map((item) => outputItem(item as IDataObject, itemIndex, input));
}

/** What the user must know although nothing failed. */
function hintsOf(answers: ReadonlyArray<Loaded<Answer>>): string[] {
	const given = answers.flatMap((answer) => (answer?.ok ? [answer.value] : []));
	const cut = given.filter(({ isCut }) => isCut).length;
	const missing = given.reduce((sum, answer) => sum + answer.missing, 0);
	return [
		...(cut > 0
			? [
					`There are more records than '${limitLabel}' allows${given.length === 1 ? '' : ` for ${cut} of ${given.length} questions`}. Switch on '${returnAllLabel}' to get all`,
				]
			: []),
		...(missing > 0 ? [`LeadSquared counts ${missing} more records than it returned`] : []),
		...new Set(given.flatMap(({ notes }) => notes)),
	];
}
