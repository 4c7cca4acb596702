/**
 * Every message a user can see, one row each: what happened, and what to do next. Messages come only from here, so
 * that the same cause reads the same in every node.
 */
import { repeatLabel } from '../properties/options';
import { apiKeysPath } from '../properties/where-in-leadsquared';
import { explainComplaint } from './explain';

/** What a call is for. Only `submit` changes records in LeadSquared; `webhook` creates, lists and deletes webhooks. */
export type Purpose = 'submit' | 'status' | 'metrics' | 'test' | 'read' | 'webhook';

/** What to do when a call of an operation fails. */
export interface Advice {
	/** What the user can look for in LeadSquared to see whether a call was accepted, if it must not be sent twice. */
	lookFor?: string;
	/** Whether an AI agent made the call, which cannot have it sent again. */
	isOfAgent?: boolean;
	/** Until the same call may be made again; only for the clients of an MCP server. */
	minutesLeft?: number;
	/** Whether a call that submits something carries the x-api-key alone. */
	usesApiKeyOnly?: boolean;
	/** Where the user finds the names that go into a body. One sentence without a final period. */
	whereToFindNames?: string;
}

export interface Facts extends Advice {
	purpose?: Purpose;
	/** The call's name in messages, e.g. `Update Opportunity`. */
	label?: string;
	httpStatus?: number;
	exceptionType?: string;
	exceptionMessage?: string;
	/** The host that was called, or, for a wrong region, the one to call. */
	host?: string;
	/** The region's name in the credential, where known. */
	region?: string;
	/** The parameter's name as the editor shows it. */
	parameter?: string;
	/** What is wrong with a value, as the end of a sentence: `is empty`. */
	reason?: string;
	/** What the user can do about it. */
	hint?: string;
	/** A part of the reply, made safe for one line. */
	quote?: string;
	timeoutSeconds?: number;
	networkCode?: string;
	/** Whether an earlier attempt of the call may have been accepted, although the last one certainly was not. */
	wasPerhapsTaken?: boolean;
}

interface Row {
	what: (facts: Facts) => string;
	next: (facts: Facts) => string;
}

const whereToFindKeys = `Both are in LeadSquared under ${apiKeysPath}. They stop working when their user is deactivated`;

/** `MXType: sentence (HTTP 500)`, as far as the parts are known. */
function quoteOf(facts: Facts): string {
	const sentence = [facts.exceptionType, facts.exceptionMessage ?? facts.quote]
		.filter(Boolean)
		.join(': ');
	const status = facts.httpStatus === undefined ? '' : `(HTTP ${facts.httpStatus})`;
	return [sentence, status].filter(Boolean).join(' ');
}

/** What is uncertain after a call without an answer, and what to do about it. */
function afterNoAnswer(facts: Facts, first = 'Run the node again later'): string {
	if (facts.purpose === 'test') return 'Press Retry in a while';
	if (facts.purpose === 'webhook')
		return 'Activate the workflow again later. If a webhook was created, the next activation finds and deletes it';
	if (facts.purpose === 'status')
		return `${first}. Only the status is unknown: nothing was sent again`;
	if (facts.purpose === 'read' || facts.purpose === 'metrics')
		return `${first}. The call only reads and changes nothing`;
	if (facts.lookFor !== undefined) return checkBeforeRepeating(facts);
	return `${first}. It is unknown whether LeadSquared accepted this call`;
}

function checkBeforeRepeating(facts: Facts): string {
	const { lookFor = 'what it would have created' } = facts;
	return `It is unknown whether LeadSquared accepted this call, and sending it again could create a duplicate. Look in LeadSquared for ${lookFor}. If it is not there, ${ifMissing(facts)}`;
}

/** Only a user can switch options, and start an execution. */
function ifMissing({ isOfAgent, minutesLeft }: Facts): string {
	if (isOfAgent === true)
		return `tell the user: the same call is sent again only in a new execution, or with '${repeatLabel}' on in the options of the tool`;
	if (minutesLeft === undefined)
		return `send the item again, or switch on '${repeatLabel}' in the options`;
	const later = minutesLeft === 1 ? '1 minute' : `${minutesLeft} minutes`;
	return `make the same call again in ${later}. A call with other values can be made at once`;
}

const webhookRights =
	"Only an administrator's keys can create webhooks, and each plan allows a limited number. If you cannot use either, choose 'By Hand' in 'Registration'";

const nothingSent = 'Nothing was sent';

const notAccepted = 'LeadSquared did not accept this call';

/** What is certain if the only attempt did not arrive or was not accepted. */
function assurance(facts: Facts, certain: string): string {
	return facts.wasPerhapsTaken ? '' : `. ${certain}`;
}

const doubt =
	'This attempt was not accepted, but it is unknown whether LeadSquared accepted an earlier one';

/** The advice, and the doubt that an earlier attempt leaves. */
function withDoubt(facts: Facts, nextStep: string): string {
	return facts.wasPerhapsTaken ? `${nextStep}. ${doubt}` : nextStep;
}

const isSubmit = (facts: Facts) => facts.purpose === undefined || facts.purpose === 'submit';

/** The user of a trigger runs no node. */
const runAgain = (facts: Facts) =>
	facts.purpose === 'webhook' ? 'activate the workflow again' : 'run the node again';

/** Status and metrics calls carry no other key, nor does a call log. */
const usesApiKeyOnly = (facts: Facts) =>
	facts.purpose === 'status' || facts.purpose === 'metrics' || facts.usesApiKeyOnly === true;

const isServerError = (facts: Facts) => (facts.httpStatus ?? 0) >= 500;

const callName = (facts: Facts) => facts.label ?? 'The call';

/** The comment above each row is its cause in `docs/errors.md`: `npm run docs` reads it from here. */
const rows = {
	/** A field of the credential cannot be used as it is. Nothing was sent. */
	badCredential: {
		what: (f) => `'${f.parameter}' of the LeadSquared credential ${f.reason}`,
		next: (f) => f.hint ?? 'Open the credential, correct it and test it again',
	},
	/** A value of an item cannot be sent. This was found before the item was sent. */
	badInput: {
		what: (f) => `'${f.parameter}' ${f.reason}`,
		next: (f) =>
			f.hint ?? 'Correct the value and run the node again. Nothing was sent for this item',
	},
	/** The call is not in the form that LeadSquared expects. Sending the same call again gets the same answer. */
	badRequest: {
		what: (f) =>
			`LeadSquared could not read ${isSubmit(f) ? 'the call ' : ''}${callName(f)}: ${quoteOf(f)}`,
		next: (f) =>
			isSubmit(f)
				? ['Check the names and values of this item', f.whereToFindNames].filter(Boolean).join('. ')
				: isServerError(f)
					? 'Check the IDs and type codes in the parameters of the node'
					: "Check 'Region' or the custom hosts in the credential",
	},
	/** The connection broke, or something between n8n and LeadSquared closed it. It is unknown whether the call arrived. */
	connectionLost: {
		what: (f) =>
			`The connection to ${f.host} was lost before LeadSquared answered ${callName(f)}${code(f)}`,
		next: (f) => afterNoAnswer(f),
	},
	/** LeadSquared allows this call only with the keys of an administrator. */
	adminsOnly: {
		what: (f) =>
			`LeadSquared allows ${callName(f)} only with an administrator's keys. It answered: ${quoteOf(f)}`,
		next: (f) => f.hint ?? "Use an administrator's keys in the credential",
	},
	/** The account has made all the calls that its plan allows in a day. The limit counts the calls of every program that uses the account. Further calls of the same run are not sent. */
	dayLimit: {
		what: (f) => `The account has used up its calls for the day: ${quoteOf(f)}`,
		next: (f) =>
			f.purpose === 'test'
				? 'Test the credential again when the day is over'
				: `When the day is over, ${runAgain(f)}, or ask LeadSquared for a higher daily limit${assurance(f, notAccepted)}`,
	},
	/** LeadSquared understood the call and refused it. The message quotes its reason. Sending the same call again gets the same answer. */
	exception: {
		what: (f) => `LeadSquared refused ${callName(f)}: ${quoteOf(f)}`,
		next: (f) => {
			const reason = 'LeadSquared gives the reason above';
			if (isSubmit(f)) {
				return `${explainComplaint(quoteOf(f)) ?? reason}. Correct the data of this item: sent unchanged, it will be refused again`;
			}
			if (f.purpose === 'webhook') return `${reason}. ${webhookRights}`;
			return f.purpose === 'read'
				? `${reason}. The user whose keys are in the credential may lack permission`
				: `${reason}. Nothing was sent again`;
		},
	},
	/** An earlier attempt of this run, an earlier call of an agent, or an MCP client some minutes ago, sent a call that could create a duplicate if repeated, and the answer never came. */
	fateUnknown: {
		what: (f) => {
			const attempt = f.isOfAgent === true ? 'call' : 'attempt';
			const earlier =
				f.minutesLeft === undefined
					? `in an earlier ${attempt} of this run`
					: 'in the last few minutes with the same values';
			return `${callName(f)} was sent ${earlier} and never answered, so it was not sent again`;
		},
		next: checkBeforeRepeating,
	},
	/** LeadSquared, or a gateway in front of it, refuses the call with HTTP 403. Some accounts accept calls only from listed IP addresses. */
	forbidden: {
		what: (f) => `LeadSquared does not allow ${callName(f)}: ${quoteOf(f)}`,
		next: () =>
			"Check the 'x-api-key' in the credential, and whether LeadSquared limits API access to a list of IP addresses",
	},
	/** There is no host with this name, or the DNS server of this n8n does not answer. */
	hostUnknown: {
		what: (f) => `The host ${f.host} was not found${code(f)}`,
		next: (f) =>
			`Check 'Region' or the custom hosts in the credential, and the network and DNS of this n8n${assurance(f, nothingSent)}`,
	},
	/** Running workflows are using up the account's limit, or LeadSquared asked to wait. The credential test waited half a minute for its turn. */
	noTurn: {
		what: () => "The keys were not tested, because the account's limit is used up",
		next: () => 'Press Retry in a while',
	},
	/** LeadSquared has no record with this ID. */
	notFound: {
		what: (f) => `LeadSquared did not find what ${callName(f)} asked for: ${quoteOf(f)}`,
		next: () => "Check the ID of this item, and 'Region' in the credential",
	},
	/** LeadSquared made a webhook, but for another event than the one that was chosen. The numbers of events differ between accounts, so the trigger reads back what was made. The wrong webhook was deleted again. */
	otherEvent: {
		what: (f) => `LeadSquared made a webhook for ${f.quote} instead of ${f.label}`,
		next: () =>
			"Create a webhook for the event in LeadSquared, and enter its number in 'Event Number in LeadSquared' in the options, or choose 'By Hand' in 'Registration'. The wrong webhook was deleted",
	},
	/** LeadSquared sends events over the internet, and the address of this n8n exists only in its own network. */
	privateAddress: {
		what: (f) => `LeadSquared cannot reach this n8n at ${f.quote}`,
		next: () =>
			'Give n8n an address on the internet and set it in the environment variable WEBHOOK_URL, or use a tunnel while you build the workflow',
	},
	/** A proxy between n8n and LeadSquared cannot be reached, asks for a login or does not let the call through. */
	proxyFailed: {
		what: (f) =>
			`The proxy between n8n and LeadSquared ${f.reason}, so ${callName(f)} did not arrive${code(f)}${f.httpStatus === undefined ? '' : ` (HTTP ${f.httpStatus})`}`,
		next: (f) =>
			`Check the environment variables HTTPS_PROXY, HTTP_PROXY and NO_PROXY of this n8n, and ask whoever runs the proxy or the network${assurance(f, notAccepted)}`,
	},
	/** The account has no such record, it was deleted, or the user whose keys are in the credential may not see it. LeadSquared's answer is the same for all of these. */
	nothingFound: {
		what: (f) =>
			`LeadSquared has no ${f.label} ${f.reason}${f.exceptionType ? `: ${quoteOf(f)}` : ''}`,
		next: (f) =>
			`${f.hint === undefined ? '' : `${f.hint}. `}Check the value of this item. The record may have been deleted, or the user whose keys are in the credential may not see it. To get no item instead of an error, set 'If Nothing Is Found' in the options`,
	},
	/** LeadSquared answers some calls that it does not understand with any record. The answer was not used. */
	otherRecord: {
		what: (f) => `LeadSquared was asked for ${f.label} and answered with another record`,
		next: () => 'Nothing was returned for this item. Check its value and run the node again',
	},
	/** The host redirects the call to another address, often a login page or a proxy. The keys are not sent there. */
	redirected: {
		what: (f) =>
			`${f.host} answered ${callName(f)} with a redirect, which is not followed (HTTP ${f.httpStatus})`,
		next: () =>
			"Check 'Region' or the custom hosts in the credential. Keys are never sent to another address",
	},
	/** LeadSquared has no request of this type with this ID. It does not document how long it keeps requests. */
	requestUnknown: {
		what: (f) => `LeadSquared does not know this request ID: ${quoteOf(f)}`,
		next: () =>
			"Check 'Request ID' and 'Request Type', and that the credential belongs to the account that sent the request",
	},
	/** The host exists but does not accept the connection. The usual reason is a firewall or a wrong host. */
	refusedConnection: {
		what: (f) => `${f.host} did not accept the connection${code(f)}`,
		next: (f) =>
			`Check 'Region' or the custom hosts in the credential, and the network of this n8n${assurance(f, nothingSent)}`,
	},
	/** The call was not sent, because n8n gave it up first. Most often the credential was deleted, or changed to another account, while the workflow was running. */
	neverLeft: {
		what: (f) => `n8n did not send ${callName(f)}: ${f.reason}`,
		next: (f) =>
			`Check that the node's credential exists and belongs to the account, and ${runAgain(f)}${assurance(f, nothingSent)}`,
	},
	/** The node has no credential, or n8n cannot read it. */
	noCredential: {
		what: (f) => `The LeadSquared credential cannot be used: ${f.reason}`,
		next: () => "Choose a credential of the type 'LeadSquared Async API' in the node",
	},
	/** Mapped fields are checked against the account's fields, which could not be read. Nothing was sent. */
	noMetadata: {
		what: (f) =>
			`The fields of ${f.label} could not be read, so values cannot be checked. ${f.reason}`,
		next: (f) => f.hint ?? 'Try again later',
	},
	/** The editor could not load a list from the account. Runs of the workflow are not affected. */
	notListed: {
		what: (f) => `${f.label} cannot be listed. ${f.reason}`,
		next: (f) => f.hint ?? "Choose 'By ID' and enter the ID",
	},
	/** The host answers, but not over https. */
	noTls: {
		what: (f) => `${f.host} does not support https${code(f)}`,
		next: () =>
			'Check the custom hosts in the credential. For a server on this machine, enter http:// before the host',
	},
	/** LeadSquared, or a gateway in front of it, has an error (HTTP 408, or 5xx without one of LeadSquared's exceptions). All attempts failed. */
	serverTrouble: {
		what: (f) => `LeadSquared could not handle ${callName(f)} right now: ${quoteOf(f)}`,
		next: (f) => afterNoAnswer(f),
	},
	/** The account's limit was used up, by this n8n or by another program, during all attempts. */
	throttled: {
		what: (f) => `LeadSquared received more calls than the account allows: ${quoteOf(f)}`,
		next: (f) =>
			f.purpose === 'test'
				? 'Press Retry in a while'
				: `Set 'Calls per 5 Seconds' in the credential to the account's limit, or lower if other programs use the account too, and ${runAgain(f)}${assurance(f, notAccepted)}`,
	},
	/** No answer came within the time that the option 'Timeout' allows. */
	timedOut: {
		what: (f) => `LeadSquared did not answer ${callName(f)} within ${f.timeoutSeconds} seconds`,
		next: (f) => afterNoAnswer(f, "Run the node again, or raise 'Timeout' in the options"),
	},
	/** The host does not have this path. Either the host is wrong, or this account has the call under another path. */
	unknownRoute: {
		what: (f) => `${f.host} does not offer ${callName(f)}: ${quoteOf(f)}`,
		next: (f) =>
			f.purpose === 'status'
				? "Set 'Status Path' in the options to the path that LeadSquared gives for this account, and check 'Region' or the custom hosts in the credential"
				: "Check 'Region' or the custom hosts in the credential: the Async API may have another host or path for this account",
	},
	/** The answer is not one that LeadSquared gives. Often it comes from a proxy or is a login page. */
	unreadableReply: {
		what: (f) => `The answer to ${callName(f)} cannot be read: ${f.reason} ${quoteOf(f)}`,
		next: (f) =>
			`${afterNoAnswer(f)}. If this happens again, look for a proxy between n8n and LeadSquared`,
	},
	/** A list has more records than one item of the node may return. */
	tooManyRows: {
		what: (f) => `LeadSquared has more than ${f.quote} records for this item`,
		next: () =>
			"Choose a shorter range of time or a narrower condition, or switch off 'Return All' and set 'Limit'",
	},
	/** The certificate of the host has expired, is self-signed or is for another name. Nothing was sent. */
	untrustedHost: {
		what: (f) => `The certificate of ${f.host} is not trusted${code(f)}`,
		next: (f) =>
			`Check the custom hosts in the credential and any proxy between n8n and LeadSquared${assurance(f, nothingSent)}`,
	},
	/** LeadSquared has a webhook for the same event already, made by another workflow, by this one while it is active, or by hand. For changes of a lead field it allows one in the whole account. */
	webhookTaken: {
		what: (f) => `LeadSquared has a webhook for ${f.label} already: ${quoteOf(f)}`,
		next: () =>
			'To test an active workflow, deactivate it first, or pin the data of an earlier execution. If another workflow has the webhook, deactivate that one, or delete the webhook in LeadSquared. To start several workflows, let one with this trigger call the others',
	},
	/** The third key, x-api-key, is wrong or missing, or belongs to another region. */
	wrongApiKey: {
		what: (f) => `LeadSquared does not accept the x-api-key: ${quoteOf(f)}`,
		next: () =>
			"Check 'x-api-key' in the credential. LeadSquared issues it with the Async API; it is neither the access key nor the secret key",
	},
	/** The access key and the secret key do not belong together, are mistyped, or their user was deactivated. LeadSquared's answer is the same for all of these. */
	wrongKeys: {
		what: (f) =>
			usesApiKeyOnly(f)
				? `LeadSquared does not let this credential ${isSubmit(f) ? 'make the call' : 'ask for'} ${callName(f)}: ${quoteOf(f)}`
				: `LeadSquared does not accept the access key or the secret key: ${quoteOf(f)}`,
		next: (f) =>
			usesApiKeyOnly(f)
				? `Check 'x-api-key' and 'Region' in the credential. Saving it tests both${isSubmit(f) ? ". 'Call Log URL' must be that of the same account" : ''}`
				: `Check 'Access Key' and 'Secret Key' in the credential. ${f.purpose === 'webhook' ? webhookRights : whereToFindKeys}`,
	},
	/** The keys are right, but the region is not. */
	wrongRegion: {
		what: (f) => `The account is in another region, on ${f.host}: ${quoteOf(f)}`,
		next: (f) =>
			f.region === undefined
				? `Set the hosts in the credential to those of ${f.host}`
				: `Choose the region '${f.region}' in the credential`,
	},
} as const satisfies Record<string, Row>;

/** ` (ECONNRESET)`: what an administrator searches for. */
function code(facts: Facts): string {
	return facts.networkCode === undefined ? '' : ` (${facts.networkCode})`;
}

export type ProblemCode = keyof typeof rows;

export interface Problem extends Facts {
	code: ProblemCode;
	/** What happened. One sentence without a final period. */
	message: string;
	/** What to do next. */
	nextStep: string;
}

export function problem(code: ProblemCode, facts: Facts): Problem {
	const row: Row = rows[code];
	return {
		...facts,
		code,
		message: row.what(facts).trim(),
		nextStep: withDoubt(facts, row.next(facts)),
	};
}
