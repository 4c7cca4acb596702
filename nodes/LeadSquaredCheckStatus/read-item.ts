/** Reads which request an input item asks about, and of which kind it is. */
import type { IExecuteFunctions } from 'n8n-workflow';

import {
	isOperationName,
	operationNames,
	type OperationName,
} from '../shared/async-api/operations';
import { isEmpty, toId } from '../shared/fields/values';
import { isObject, pick } from '../shared/lib/json';
import { badInput } from '../shared/problems/bad-input';
import { quotable } from '../shared/problems/quote';
import { ok, type Result } from '../shared/problems/result';
import { inputOf } from '../shared/run/input';
import { optionsOf, parameterOf } from '../shared/run/parameters';
import { requestIdLabel, requestTypeLabel, statusPathLabel } from './properties';
import type { StatusQuestion } from './status/ask-status';

export interface ItemQuestion extends StatusQuestion {
	/** Whether the status ERROR counts as failed. */
	errorIsFinal: boolean;
	/** Whether the record is read after the request was completed. */
	confirms: boolean;
}

/** Undefined for an item that the node before only checked: there is no request to ask about. */
export function readQuestion(
	context: IExecuteFunctions,
	itemIndex: number,
): Result<ItemQuestion | undefined> {
	const id = toId(parameterOf(context, itemIndex, 'requestId'));
	if (id.kind === 'invalid') return badInput(requestIdLabel, id);
	if (id.kind === 'empty') {
		const { error, WouldSend } = inputOf(context, itemIndex);
		if (isObject(WouldSend)) return ok(undefined);
		const notAccepted = error !== undefined;
		return badInput(
			requestIdLabel,
			notAccepted ? 'is empty because the call of this item was not accepted' : 'is empty',
			notAccepted
				? "Send such items elsewhere: set 'On Error' of the previous node to 'Continue (using error output)'"
				: 'Connect this node after the one that submits the request, or enter the RequestId from its output',
		);
	}
	const operation = readOperation(context, itemIndex);
	if (!operation.ok) return operation;
	const options = optionsOf(context, itemIndex);
	const path = readPath(options.statusPath);
	if (!path.ok) return path;
	return ok({
		requestId: id.text,
		operation: operation.value,
		path: path.value,
		errorIsFinal: options.errorIsFinal !== false,
		confirms: options.confirmByReading === true,
	});
}

function readPath(option: unknown): Result<string | undefined> {
	const path = String(option ?? '').trim();
	if (path === '') return ok(undefined);
	// Nothing but a path: otherwise it could point to another host.
	return /^\/?[\w-]+([./][\w-]+)*\/?$/.test(path)
		? ok(path.startsWith('/') ? path : `/${path}`)
		: badInput(
				statusPathLabel,
				'is not a path',
				'Write it without host and query, e.g. /opportunity/update/status',
			);
}

function readOperation(context: IExecuteFunctions, itemIndex: number): Result<OperationName> {
	const chosen = parameterOf(context, itemIndex, 'requestType');
	// Otherwise it is Automatic, or empty.
	if (isOperationName(chosen)) return ok(chosen);
	const named = pick(inputOf(context, itemIndex), 'Operation');
	if (isEmpty(named)) return ok('opportunity/update');
	return isOperationName(named)
		? ok(named)
		: badInput(
				requestTypeLabel,
				`is Automatic, but the input item's Operation is not a LeadSquared operation: ${quotable(String(named))}`,
				`Choose a '${requestTypeLabel}', or set Operation to one of ${operationNames.join(', ')}`,
			);
}
