/** What an input item holds. */
import { traverseNodeParameters, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { isTool, nodeOf } from './node';

type InputContext = Pick<IExecuteFunctions, 'evaluateExpression' | 'getInputData' | 'getNode'>;

/**
 * The json of an input item. For a tool only what the model gave: newer agents add the row that they work on, and the
 * model is neither to write its columns into LeadSquared nor to see them.
 */
export function inputOf(context: InputContext, itemIndex: number): IDataObject {
	if (isTool(context)) return givenByModel(context, itemIndex);
	return context.getInputData()[itemIndex]?.json ?? {};
}

/** The arguments by name: those of each `$fromAI` in the parameters. */
function givenByModel(context: InputContext, itemIndex: number): IDataObject {
	const args: Parameters<typeof traverseNodeParameters>[1] = [];
	traverseNodeParameters(nodeOf(context).parameters, args);
	const given: IDataObject = {};
	for (const { key } of args) {
		try {
			given[key] = context.evaluateExpression(
				`{{ $fromAI(${JSON.stringify(key)}) }}`,
				itemIndex,
			) as IDataObject[string];
		} catch {
			// The model left it out.
		}
	}
	return given;
}
