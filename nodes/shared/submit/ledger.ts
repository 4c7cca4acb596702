/**
 * The outcomes of a run's calls, kept until the run succeeds.
 *
 * n8n discards all results of a node that ends with an error, but keeps the context data of the execution: across
 * Retry On Fail, and in the saved execution for "Retry". There a retried run finds what was accepted before, and
 * what may have been, and sends only the rest.
 */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { credentialName, type Account } from '../account/account';
import type { OperationName } from '../async-api/operations';
import type { Acceptance, Submission } from '../async-api/submit-call';
import { digestOf } from '../lib/digest';
import { isObject, type JsonObject } from '../lib/json';
import { isCalledByMcp, isTool, nodeOf } from '../run/node';
import { noticesOf } from '../run/parameters';
import type { UnansweredCalls } from './unanswered';

export interface KeptAcceptance extends Acceptance {
	/** ISO 8601, UTC. */
	submittedAt: string;
}

export type LedgerEntry =
	/** `isChanged`: for the same item, but with other values, because the user has changed the node in between. */
	| { kind: 'accepted'; acceptance: KeptAcceptance; isChanged: boolean }
	/**
	 * It was sent, it may have been accepted, and it must not be sent twice. `minutesLeft`: until it is forgotten; only of
	 * another execution.
	 */
	| { kind: 'unknown'; minutesLeft?: number };

/** A call, and the input items that it covers. */
export interface LedgerCall {
	itemIndexes: readonly [number, ...number[]];
	request: Submission;
}

/** The account that the run began with, and the keys of its last call. */
interface Signing {
	readonly account: Account;
	readonly signer: Account;
}

/** Its key in the node's context data: `{ [run]: { [item]: { operation, accounts, call, given, item, … } } }`. */
const contextKey = 'leadSquaredAccepted';

/** Options that affect delivery, not content: changing them does not make it another call. */
const deliveryOptions = new Set([
	'checkOnly',
	'includeInputFields',
	'maxConcurrency',
	'maxTries',
	'repeatWhenUnanswered',
	'retryOnNetworkFailure',
	'timeout',
]);

export class Ledger {
	/** In a loop, each pass of the node is a run of its own; a retry is the same run. */
	private readonly run: string;
	/** n8n counts each call of an AI tool as a run, with the model's input as the only item. */
	readonly isTool: boolean;
	/** Then there is another execution for each call, and what the process remembers takes the place of the context data. */
	readonly isOfMcp: boolean;
	/** False on a first attempt, the usual case; then nothing needs hashing. */
	readonly hasHistory: boolean;
	/** Keys of what this attempt has kept as accepted. */
	private readonly accepted = new Set<string>();
	private parametersHashes: Promise<string[]> | undefined;
	private accountHashes: { signer: Account; hashes: Promise<string[]> } | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly client: Signing,
		private readonly operation: OperationName,
		private readonly unanswered: UnansweredCalls,
	) {
		this.isTool = isTool(context);
		this.isOfMcp = this.isTool && isCalledByMcp(context);
		this.run = this.isTool ? 'tool' : String(context.getWorkflowDataProxy(0).$runIndex);
		this.hasHistory = this.isTool || Object.keys(this.pages()[this.run] ?? {}).length > 0;
	}

	/** The outcome of the call for the same item and account (see `accounts`) in an earlier attempt of this run. */
	async find(entry: LedgerCall): Promise<LedgerEntry | undefined> {
		if (!this.hasHistory) return undefined;
		if (this.isOfMcp) return await this.findUnanswered(entry);
		const keys = await this.keysOf(entry);
		const page = this.pages()[this.run];
		const known = isObject(page) ? keys.map((key) => page[key]).find(isObject) : undefined;
		if (known === undefined || !(await this.isSameAccount(known.accounts))) return undefined;
		// The same body, or the same inputs: n8n evaluates `{{ $now }}` and the like again for every attempt.
		const isSame =
			known.call === (await this.callHash(entry)) ||
			(await this.givenHashes(entry)).includes(String(known.given));
		if (!isSame && !(await this.isSameItem(entry, known))) return undefined;
		const { requestId, status, submittedAt } = known;
		if (requestId === undefined) return { kind: 'unknown' };
		return {
			kind: 'accepted',
			isChanged: !isSame,
			acceptance: {
				requestId: String(requestId),
				status: String(status),
				submittedAt: String(submittedAt),
			},
		};
	}

	/**
	 * Of what earlier attempts kept: their keys may have been renewed one after the other since, so that the next attempt
	 * begins with none of them.
	 */
	async renewKept(): Promise<void> {
		const page = this.pages()[this.run];
		const accounts = await this.accounts();
		for (const known of Object.values(isObject(page) ? page : {})) {
			if (isObject(known) && (await this.isSameAccount(known.accounts))) known.accounts = accounts;
		}
	}

	async keep(entry: LedgerCall, kept: LedgerEntry): Promise<void> {
		if (this.isOfMcp) {
			if (kept.kind === 'unknown') {
				for (const key of await this.toolKeysOf(entry)) this.unanswered.add(key);
			}
			return;
		}
		const keys = await this.keysOf(entry);
		const known = {
			operation: this.operation,
			accounts: await this.accounts(),
			call: await this.callHash(entry),
			given: (await this.givenHashes(entry))[0],
			item: await this.inputHash(entry),
			...(kept.kind === 'accepted' ? kept.acceptance : {}),
		};
		const pages = this.pages();
		const page = isObject(pages[this.run]) ? pages[this.run] : {};
		for (const key of keys) (page as IDataObject)[key] = known;
		pages[this.run] = page;
		this.context.getContext('node')[contextKey] = pages;
		if (kept.kind === 'accepted') for (const key of keys) this.accepted.add(key);
	}

	/** Of what is sent again with other values, the earlier outcome says nothing any more. */
	async forget(entry: LedgerCall): Promise<void> {
		const page = this.pages()[this.run];
		if (isObject(page)) for (const key of await this.keysOf(entry)) delete page[key];
	}

	/**
	 * Of a tool's call, among all executions of the process. An agent's is one of its execution; of an MCP client's, as in
	 * `isSameAccount`, one sign of the account is enough.
	 */
	async toolKeysOf(entry: LedgerCall): Promise<string[]> {
		const calls = await this.keysOf(entry);
		const places = this.isOfMcp
			? await this.accounts()
			: [`${this.context.getExecutionId()} ${nodeOf(this.context).name}`];
		return places.flatMap((place) => calls.map((call) => `${place} ${call}`));
	}

	/**
	 * The run succeeded and n8n has its results: drops our copy. A tool keeps those of unknown fate, since the model may
	 * try the same again.
	 */
	close(): void {
		const pages = this.pages();
		const page = pages[this.run];
		if (this.isTool && isObject(page)) for (const key of this.accepted) delete page[key];
		if (!this.isTool || Object.keys(page ?? {}).length === 0) delete pages[this.run];
		if (Object.keys(pages).length === 0) delete this.context.getContext('node')[contextKey];
	}

	/**
	 * The pages of all runs. Looked up each time and never cached: an agent may call a tool several times at once, and
	 * the first call to end would take the page away from the others.
	 */
	private pages(): IDataObject {
		const pages = this.context.getContext('node')[contextKey];
		return isObject(pages) ? (pages as IDataObject) : {};
	}

	/**
	 * The item's; for a tool, those of the call itself, since its runs are counted on. A body that n8n evaluates anew for
	 * each of them is recognised by what the tool was given.
	 */
	private async keysOf(entry: LedgerCall): Promise<string[]> {
		if (!this.isTool) return [String(entry.itemIndexes[0])];
		return [await this.callHash(entry), ...(await this.givenHashes(entry))];
	}

	private async findUnanswered(entry: LedgerCall): Promise<LedgerEntry | undefined> {
		const keys = await this.toolKeysOf(entry);
		const minutesLeft = keys
			.map((key) => this.unanswered.minutesLeft(key))
			.find((minutes) => minutes !== undefined);
		return minutesLeft === undefined ? undefined : { kind: 'unknown', minutesLeft };
	}

	/** Whether it is about the same item, although the user has changed the node since. */
	private async isSameItem(entry: LedgerCall, known: JsonObject): Promise<boolean> {
		const item = await this.inputHash(entry);
		return known.operation === this.operation && item !== undefined && known.item === item;
	}

	private async callHash({ request }: LedgerCall): Promise<string> {
		const { body, query = {}, privatePath = '' } = request;
		return await digestOf(jsonList([this.operation, privatePath, query], body));
	}

	/**
	 * Of the parameters as they are in the workflow, with unevaluated expressions, and the input; for an agent's tool also
	 * which run of the agent it is, since in a loop an expression may take something else from other nodes for each. The
	 * first one is kept; the other is that of executions which were saved when notices still counted. Empty if the input
	 * cannot be hashed.
	 */
	private async givenHashes(entry: LedgerCall): Promise<string[]> {
		this.parametersHashes ??= this.hashParameters();
		const hashes: string[] = [];
		for (const parameters of await this.parametersHashes) {
			const hash = await this.hashWithInput(entry, [parameters, ...this.runOfAgent()]);
			if (hash !== undefined) hashes.push(hash);
		}
		return hashes;
	}

	/** For Agent 2.2 n8n gives where the agent's own input is from, for Agent 3 the run of the agent. */
	private runOfAgent(): string[] {
		if (!this.isTool || this.isOfMcp) return [];
		return [JSON.stringify(this.context.getExecuteData().source)];
	}

	private async inputHash(entry: LedgerCall): Promise<string | undefined> {
		return await this.hashWithInput(entry, []);
	}

	/** undefined if the input cannot be written as JSON, because it is circular or too long. */
	private async hashWithInput(
		{ itemIndexes }: LedgerCall,
		parts: readonly string[],
	): Promise<string | undefined> {
		const items = this.context.getInputData();
		const inputs = itemIndexes.map((itemIndex) => items[itemIndex]?.json);
		try {
			return await this.hash([...parts, this.isTool ? inputs.map(withoutCallId) : inputs]);
		} catch {
			return undefined;
		}
	}

	/** Once for all items: a mapper's schema may be long. */
	private async hashParameters(): Promise<string[]> {
		const { options, ...parameters } = nodeOf(this.context).parameters;
		const ofCall = Object.entries(isObject(options) ? options : {}).filter(
			([name]) => !deliveryOptions.has(name),
		);
		// A new version of the package may have other notices.
		const notices = noticesOf(this.context);
		const meant = Object.entries(parameters).filter(([name]) => !notices.has(name));
		const hash = await this.hash([Object.fromEntries(meant), ofCall]);
		const isAll = meant.length === Object.keys(parameters).length;
		return isAll ? [hash] : [hash, await this.hash([parameters, ofCall])];
	}

	private async isSameAccount(kept: unknown): Promise<boolean> {
		const hashes = await this.accounts();
		return Array.isArray(kept) && kept.some((hash) => hashes.includes(String(hash)));
	}

	/**
	 * Two signs of an account; one match is enough. A run that fails because its keys have expired is retried with new
	 * ones: in the same credential, either the user's two keys are new, or the x-api-key. If all three are, the
	 * credential may now be for another account, whose calls are others; but not if they were renewed one after the other
	 * during the run, so both the keys that it began with and the last ones count.
	 */
	private async accounts(): Promise<string[]> {
		const { account, signer } = this.client;
		if (this.accountHashes?.signer !== signer) {
			const signs = [...new Set([account, signer].flatMap((keys) => this.signsOf(keys)))];
			this.accountHashes = {
				signer,
				hashes: Promise.all(signs.map(async (sign) => await digestOf(sign))),
			};
		}
		return await this.accountHashes.hashes;
	}

	private signsOf({ asyncOrigin, accessKey, apiKey }: Account): string[] {
		const credentialId = nodeOf(this.context).credentials?.[credentialName]?.id;
		return [
			this.textOf([asyncOrigin, 'accessKey', accessKey]),
			...(credentialId ? [this.textOf([asyncOrigin, 'apiKey', apiKey, credentialId])] : []),
		];
	}

	private async hash(parts: unknown[]): Promise<string> {
		return await digestOf(this.textOf(parts));
	}

	private textOf(parts: unknown[]): string {
		return JSON.stringify([this.operation, ...parts]);
	}
}

/** JSON of a list that ends with a part that is JSON already. */
function jsonList(parts: unknown[], last: string): string {
	return `${JSON.stringify(parts).slice(0, -1)},${last}]`;
}

/** Newer agents number their calls: what the model asks for again has another ID. */
function withoutCallId(json: IDataObject = {}): IDataObject {
	return Object.fromEntries(Object.entries(json).filter(([key]) => key !== 'toolCallId'));
}
