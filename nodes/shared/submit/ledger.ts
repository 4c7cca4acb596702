/**
 * What became of the calls of a run that has not ended well yet.
 *
 * n8n throws away all results of a node that ends with an error, but keeps the context data of the
 * execution: through Retry On Fail, and in the saved execution through "Retry". So a run that is tried
 * again finds there what was accepted before, and what may have been, and sends only the rest.
 */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { credentialName, type Account } from '../account/account';
import type { OperationName } from '../async-api/operations';
import type { Acceptance, Submission } from '../async-api/submit-call';
import { digestOf } from '../lib/digest';
import { isObject } from '../lib/json';
import { isTool, nodeOf } from '../run/node';

export interface KeptAcceptance extends Acceptance {
	/** ISO 8601, UTC. */
	submittedAt: string;
}

/** `unknown`: it was sent, nobody knows whether it was taken, and it may not be sent twice. */
export type LedgerEntry = { kind: 'accepted'; acceptance: KeptAcceptance } | { kind: 'unknown' };

/** A call, and the input items that it stands for. */
export interface LedgerCall {
	itemIndexes: readonly [number, ...number[]];
	request: Submission;
}

/** The name under which it stands in the node's context data: `{ [run]: { [item]: { accounts, call, given, … } } }`. */
const contextKey = 'leadSquaredAccepted';

/** Options that say how a call is made, and nothing of what it says. */
const deliveryOptions = new Set([
	'includeInputFields',
	'maxConcurrency',
	'maxTries',
	'repeatWhenUnanswered',
	'retryOnNetworkFailure',
	'timeout',
]);

export class Ledger {
	/** The same node run again, in a loop, is another run; tried again, it is the same one. */
	private readonly run: string;
	/** n8n counts every try of an AI tool as a run, and its only item is what the model gave. */
	readonly isTool: boolean;
	/** Whether an earlier try may have left something: most runs have none, and then nothing is hashed. */
	private readonly hasHistory: boolean;
	/** What this try has kept as accepted. */
	private readonly accepted = new Set<string>();
	private parametersHash: Promise<string> | undefined;
	private accountHashes: Promise<string[]> | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly account: Account,
		private readonly operation: OperationName,
	) {
		this.isTool = isTool(context);
		this.run = this.isTool ? 'tool' : String(context.getWorkflowDataProxy(0).$runIndex);
		this.hasHistory = this.isTool || Object.keys(this.pages()[this.run] ?? {}).length > 0;
	}

	/** What became of the same call for the same item, on the same account (see `accounts`), in an earlier try of this run. */
	async find(entry: LedgerCall): Promise<LedgerEntry | undefined> {
		if (!this.hasHistory) return undefined;
		const key = await this.keyOf(entry);
		const page = this.pages()[this.run];
		const known = isObject(page) ? page[key] : undefined;
		if (!isObject(known) || !(await this.isSameAccount(known.accounts))) return undefined;
		// The same body, or made of the same: n8n evaluates `{{ $now }}` and the like anew for every try.
		const given = await this.givenHash(entry);
		const isSame =
			known.call === (await this.callHash(entry)) || (given !== undefined && known.given === given);
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

	async keep(entry: LedgerCall, kept: LedgerEntry): Promise<void> {
		const key = await this.keyOf(entry);
		const known = {
			accounts: await this.accounts(),
			call: await this.callHash(entry),
			given: await this.givenHash(entry),
			...(kept.kind === 'accepted' ? kept.acceptance : {}),
		};
		const pages = this.pages();
		const page = isObject(pages[this.run]) ? pages[this.run] : {};
		(page as IDataObject)[key] = known;
		pages[this.run] = page;
		this.context.getContext('node')[contextKey] = pages;
		if (kept.kind === 'accepted') this.accepted.add(key);
	}

	/**
	 * The run gives its results to n8n itself, and nobody will ask for them here. A tool keeps those of unknown fate:
	 * the model may try the same again.
	 */
	close(): void {
		const pages = this.pages();
		const page = pages[this.run];
		if (this.isTool && isObject(page)) for (const key of this.accepted) delete page[key];
		if (!this.isTool || Object.keys(page ?? {}).length === 0) delete pages[this.run];
		if (Object.keys(pages).length === 0) delete this.context.getContext('node')[contextKey];
	}

	/**
	 * The pages of all runs. Looked up each time and never held: an agent calls a tool several times at once, and the
	 * call that ends first would take the page away from the others.
	 */
	private pages(): IDataObject {
		const pages = this.context.getContext('node')[contextKey];
		return isObject(pages) ? (pages as IDataObject) : {};
	}

	private async keyOf(entry: LedgerCall): Promise<string> {
		if (!this.isTool) return String(entry.itemIndexes[0]);
		return (await this.givenHash(entry)) ?? (await this.callHash(entry));
	}

	private async callHash({ request }: LedgerCall): Promise<string> {
		const { body, query = {}, privatePath = '' } = request;
		return await this.hash([privatePath, query, body]);
	}

	/**
	 * Of the parameters as they stand in the workflow, expressions and all, and the input; undefined where the input
	 * cannot be written as one JSON text, because it holds itself or is too long.
	 */
	private async givenHash({ itemIndexes }: LedgerCall): Promise<string | undefined> {
		this.parametersHash ??= this.hashParameters();
		const parameters = await this.parametersHash;
		const items = this.context.getInputData();
		const inputs = itemIndexes.map((itemIndex) => items[itemIndex]?.json);
		try {
			return await this.hash([parameters, inputs]);
		} catch {
			return undefined;
		}
	}

	/** Once for all items: a mapper's schema may be long. */
	private async hashParameters(): Promise<string> {
		const { options, ...parameters } = nodeOf(this.context).parameters;
		const ofCall = Object.entries(isObject(options) ? options : {}).filter(
			([name]) => !deliveryOptions.has(name),
		);
		return await this.hash([parameters, ofCall]);
	}

	private async isSameAccount(kept: unknown): Promise<boolean> {
		const hashes = await this.accounts();
		return Array.isArray(kept) && kept.some((hash) => hashes.includes(String(hash)));
	}

	/**
	 * Two signs of an account, of which one is enough. A run that fails because its keys no longer hold is tried again
	 * with new ones: of the same credential, either the two keys of the user are new or the x-api-key. Where all are,
	 * the credential may have been turned to another account, and its calls are others.
	 */
	private async accounts(): Promise<string[]> {
		const { asyncOrigin, accessKey, apiKey } = this.account;
		const credentialId = nodeOf(this.context).credentials?.[credentialName]?.id;
		this.accountHashes ??= Promise.all([
			this.hash([asyncOrigin, 'accessKey', accessKey]),
			...(credentialId ? [this.hash([asyncOrigin, 'apiKey', apiKey, credentialId])] : []),
		]);
		return await this.accountHashes;
	}

	private async hash(parts: unknown[]): Promise<string> {
		return await digestOf(JSON.stringify([this.operation, ...parts]));
	}
}
