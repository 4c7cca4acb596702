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
import { isTool } from './tool';

export interface KeptAcceptance extends Acceptance {
	/** ISO 8601, UTC. */
	submittedAt: string;
}

/** `unknown`: it was sent, nobody knows whether it was taken, and it may not be sent twice. */
export type Kept = { kind: 'accepted'; acceptance: KeptAcceptance } | { kind: 'unknown' };

/** A call, and the input items that it stands for. */
export interface Entry {
	itemIndexes: readonly [number, ...number[]];
	request: Submission;
}

/** The name under which it stands in the node's context data: `{ [run]: { [item]: { call, given, … } } }`. */
const contextKey = 'leadSquaredAccepted';

/** Options that say how a call is made, and nothing of what it says. */
const waysOfSending = new Set([
	'includeInputFields',
	'maxConcurrency',
	'maxTries',
	'repeatWhenUnanswered',
	'retryOnNetworkFailure',
	'timeout',
]);

export class Ledger {
	private readonly runs: IDataObject;
	/** The same node run again, in a loop, is another run; tried again, it is the same one. */
	private readonly run: string;
	private readonly page: IDataObject;
	/** n8n counts every try of an AI tool as a run, and its only item is what the model gave. */
	readonly isTool: boolean;
	private parametersHash: Promise<string> | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly account: Account,
		private readonly operation: OperationName,
	) {
		const node: IDataObject = context.getContext('node');
		const runs = isObject(node[contextKey]) ? node[contextKey] : {};
		node[contextKey] = runs;
		this.runs = runs as IDataObject;
		this.isTool = isTool(context);
		this.run = this.isTool ? 'tool' : String(context.getWorkflowDataProxy(0).$runIndex);
		const page = isObject(this.runs[this.run]) ? this.runs[this.run] : {};
		this.runs[this.run] = page;
		this.page = page as IDataObject;
	}

	/** What became of the same call for the same item, on the same account, in an earlier try of this run. */
	async find(entry: Entry): Promise<Kept | undefined> {
		if (Object.keys(this.page).length === 0) return undefined;
		const known = this.page[await this.keyOf(entry)];
		if (!isObject(known)) return undefined;
		// The same body, or made of the same: n8n evaluates `{{ $now }}` and the like anew for every try.
		const isSame =
			known.call === (await this.callHash(entry)) || known.given === (await this.givenHash(entry));
		if (!isSame) return undefined;
		const { requestId, status, submittedAt } = known;
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

	async keep(entry: Entry, kept: Kept): Promise<void> {
		const known: IDataObject = kept.kind === 'accepted' ? { ...kept.acceptance } : {};
		this.page[await this.keyOf(entry)] = {
			call: await this.callHash(entry),
			given: await this.givenHash(entry),
			...known,
		};
	}

	/**
	 * The run gives its results to n8n itself, and nobody will ask for them here. A tool keeps those of unknown fate:
	 * the model may try the same again.
	 */
	close(): void {
		for (const [key, known] of Object.entries(this.page)) {
			const isUnknown = isObject(known) && known.requestId === undefined;
			if (!this.isTool || !isUnknown) delete this.page[key];
		}
		if (Object.keys(this.page).length === 0) delete this.runs[this.run];
		if (Object.keys(this.runs).length === 0) delete this.context.getContext('node')[contextKey];
	}

	private async keyOf(entry: Entry): Promise<string> {
		return this.isTool ? await this.givenHash(entry) : String(entry.itemIndexes[0]);
	}

	private async callHash({ request }: Entry): Promise<string> {
		const { body, query = {}, privatePath = '' } = request;
		return await this.hash([privatePath, query, body]);
	}

	/** Of the parameters as they stand in the workflow, expressions and all, and the input. */
	private async givenHash({ itemIndexes }: Entry): Promise<string> {
		this.parametersHash ??= this.hashParameters();
		const items = this.context.getInputData();
		const inputs = itemIndexes.map((itemIndex) => items[itemIndex]?.json);
		return await this.hash([await this.parametersHash, inputs]);
	}

	/** Once for all items: a mapper's schema may be long. */
	private async hashParameters(): Promise<string> {
		const { options, ...parameters } = this.context.getNode().parameters;
		const ofCall = Object.entries(isObject(options) ? options : {}).filter(
			([name]) => !waysOfSending.has(name),
		);
		return await this.hash([parameters, ofCall]);
	}

	private async hash(parts: unknown[]): Promise<string> {
		const { asyncOrigin, accessKey } = this.account;
		return await digestOf(JSON.stringify([asyncOrigin, accessKey, this.operation, ...parts]));
	}
}
