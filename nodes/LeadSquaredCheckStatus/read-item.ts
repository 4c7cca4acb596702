/** Reads what an input item asks: which request, of which kind. */
import type { IExecuteFunctions } from 'n8n-workflow';

import {
	isOperationName,
	operationNames,
	type OperationName,
} from '../shared/async-api/operations';
import { isEmpty, toId } from '../shared/fields/values';
import { pick } from '../shared/lib/json';
import { badInput } from '../shared/problems/bad-input';
import { quotable, quoted } from '../shared/problems/quote';
import { ok, type Result } from '../shared/problems/result';
import { optionsOf } from '../shared/run/options';
import { requestIdLabel, requestTypeLabel, statusPathLabel } from './properties';
import type { StatusQuestion } from './status/ask-status';

export function readQuestion(
	context: IExecuteFunctions,
	itemIndex: number,
): Result<StatusQuestion> {
	const id = toId(context.getNodeParameter('requestId', itemIndex, ''));
	if (id.kind === 'invalid') return badInput(requestIdLabel, id);
	if (id.kind === 'empty') {
		const notAccepted = context.getInputData()[itemIndex]?.json.error !== undefined;
		return badInput(
			requestIdLabel,
			notAccepted ? 'is empty, since the call of this item was not accepted' : 'is empty',
			notAccepted
				? "Let the node before send such items elsewhere: set its On Error to 'Continue (using error output)'"
				: 'Connect this node behind the one that hands the request over, or give the RequestId from its output',
		);
	}
	const reading = readOperation(context, itemIndex);
	if (!reading.ok) return reading;
	const { text: requestId } = id;
	const { value: operation } = reading;
	const options = optionsOf(context, itemIndex);
	const path = String(options.statusPath ?? '').trim();
	if (path === '') return { ok: true, value: { requestId, operation } };
	// A path and nothing else: what follows the host can then never name another one.
	if (!/^\/?[\w-]+([./][\w-]+)*\/?$/.test(path)) {
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

function readOperation(context: IExecuteFunctions, itemIndex: number): Result<OperationName> {
	const chosen: unknown = context.getNodeParameter('requestType', itemIndex, 'auto');
	if (isOperationName(chosen)) return ok(chosen);
	if (chosen !== 'auto' && !isEmpty(chosen)) {
		return badInput(
			requestTypeLabel,
			`is no operation that LeadSquared has: ${quoted(chosen)}`,
			`Choose one, or give auto or one of ${operationNames.join(', ')}`,
		);
	}
	const named = pick(context.getInputData()[itemIndex]?.json ?? {}, 'Operation');
	if (isEmpty(named)) return ok('opportunity/update');
	return isOperationName(named)
		? ok(named)
		: badInput(
				requestTypeLabel,
				`is Automatic, but the input item's Operation is none that LeadSquared has: ${quotable(String(named))}`,
				`Choose '${requestTypeLabel}', or let Operation be one of ${operationNames.join(', ')}`,
			);
}
