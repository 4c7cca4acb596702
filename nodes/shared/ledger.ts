/**
 * What became of the calls of a run that has not ended well yet.
 *
 * n8n throws away all results of a node that ends with an error, but keeps the context data of the
 * execution: through Retry On Fail, and in the saved execution through "Retry". So a run that is tried
 * again finds there what was accepted before, and what may have been, and sends only the rest.
 */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Account } from './account';
import { digestOf } from './digest';
import type { OperationName } from './operations';
import type { Acceptance, Submission } from './submit';
import { isObject } from './text';

export interface KeptAcceptance extends Acceptance {
	/** ISO 8601, UTC. */
	submittedAt: string;
}

/** `unknown`: it was sent, nobody knows whether it was taken, and it may not be sent twice. */
export type Kept = { kind: 'accepted'; acceptance: KeptAcceptance } | { kind: 'unknown' };

/** The name under which it stands in the node's context data: `{ [run]: { [item]: { hash, … } } }`. */
const contextKey = 'leadSquaredAccepted';

export class Ledger {
	private readonly runs: IDataObject;
	/** The same node run again, in a loop, is another run; tried again, it is the same one. */
	private readonly run: string;
	private readonly page: IDataObject;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly account: Account,
		private readonly operation: OperationName,
	) {
		const node: IDataObject = context.getContext('node');
		const runs = isObject(node[contextKey]) ? node[contextKey] : {};
		node[contextKey] = runs;
		this.runs = runs as IDataObject;
		this.run = String(context.getWorkflowDataProxy(0).$runIndex);
		const page = isObject(this.runs[this.run]) ? this.runs[this.run] : {};
		this.runs[this.run] = page;
		this.page = page as IDataObject;
	}

	/** What became of the same call for the same item, on the same account, in an earlier try of this run. */
	async find(itemIndex: number, call: Submission): Promise<Kept | undefined> {
		const entry = this.page[String(itemIndex)];
		if (!isObject(entry) || entry.hash !== (await this.hash(call))) return undefined;
		const { requestId, status, submittedAt } = entry;
		if (requestId === undefined) return { kind: 'unknown' };
		return {
			kind: 'accepted',
			acceptance: {
				requestId: String(requestId),
				status: String(status),
				submittedAt: String(submittedAt),
			},
		};
	}

	async keep(itemIndex: number, call: Submission, kept: Kept): Promise<void> {
		const hash = await this.hash(call);
		const known: IDataObject = kept.kind === 'accepted' ? { ...kept.acceptance } : {};
		this.page[String(itemIndex)] = { hash, ...known };
	}

	/** The run gives its results to n8n itself, and nobody will ask for them here. */
	close(): void {
		delete this.runs[this.run];
		if (Object.keys(this.runs).length === 0) delete this.context.getContext('node')[contextKey];
	}

	private async hash({ body, query = {}, privatePath = '' }: Submission): Promise<string> {
		const { asyncOrigin, accessKey } = this.account;
		const call = [asyncOrigin, accessKey, this.operation, privatePath, query, body];
		return await digestOf(JSON.stringify(call));
	}
}
