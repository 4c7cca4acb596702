/** Reads what an input item asks: which request, of which kind. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { badInput } from '../shared/items';
import { isOperationName, operationNames, type OperationName } from '../shared/operations';
import type { Problem } from '../shared/problems';
import type { StatusQuestion } from '../shared/status';
import { pick, quotable } from '../shared/text';
import { requestIdLabel, requestTypeLabel, statusPathLabel } from './properties';

export type QuestionReading = { ok: true; value: StatusQuestion } | { ok: false; problem: Problem };

export function readQuestion(context: IExecuteFunctions, itemIndex: number): QuestionReading {
	const value: unknown = context.getNodeParameter('requestId', itemIndex, '');
	const requestId =
		typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (requestId === '') {
		const notAccepted = context.getInputData()[itemIndex]?.json.error !== undefined;
		return badInput(
			requestIdLabel,
			notAccepted ? 'is empty, since the call of this item was not accepted' : 'is empty',
			notAccepted
				? "Let the node before send such items elsewhere: set its On Error to 'Continue (using error output)'"
				: 'Connect this node behind the one that hands the request over, or give the RequestId from its output',
		);
	}
	const operation = readOperation(context, itemIndex);
	if (operation === undefined) {
		return badInput(
			requestTypeLabel,
			`is Automatic, but the input item's Operation is none that LeadSquared has: ${quotable(String(itemOperation(context, itemIndex)))}`,
			`Choose '${requestTypeLabel}', or let Operation be one of ${operationNames.join(', ')}`,
		);
	}
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const path = String(options.statusPath ?? '').trim();
	if (path === '') return { ok: true, value: { requestId, operation } };
	// A path and nothing else: what follows the host can then never name another one.
	if (!/^\/?[\w-]+(\/[\w-]+)*\/?$/.test(path)) {
		return badInput(
			statusPathLabel,
			'is not a path',
			'Write it without host and query, e.g. /opportunity/update/status',
		);
	}
	return {
		ok: true,
		value: { requestId, operation, path: path.startsWith('/') ? path : `/${path}` },
	};
}

function readOperation(context: IExecuteFunctions, itemIndex: number): OperationName | undefined {
	const chosen: unknown = context.getNodeParameter('requestType', itemIndex, 'auto');
	if (isOperationName(chosen)) return chosen;
	const named = itemOperation(context, itemIndex);
	if (named === undefined || named === null || named === '') return 'opportunity/update';
	return isOperationName(named) ? named : undefined;
}

function itemOperation(context: IExecuteFunctions, itemIndex: number): unknown {
	return pick(context.getInputData()[itemIndex]?.json ?? {}, 'Operation');
}
