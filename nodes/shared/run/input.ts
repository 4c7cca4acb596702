/** What an input item holds. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

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

/** n8n allows no other signs in the name of an argument. */
const argumentName = /\$fromai\s*\(\s*\\?["'`]([\w-]+)/gi;

function givenByModel(context: InputContext, itemIndex: number): IDataObject {
	const given: IDataObject = {};
	for (const [, name = ''] of JSON.stringify(nodeOf(context).parameters).matchAll(argumentName)) {
		try {
			const value = context.evaluateExpression(`{{ $fromAI('${name}') }}`, itemIndex);
			given[name] = value as IDataObject[string];
		} catch {
			// The model left it out.
		}
	}
	return given;
}
