/**
 * Everything that can stand between a person and an accepted call, one row each:
 * what happened, and what to do next. Messages come from here and from nowhere else,
 * so that the same cause reads the same in every node.
 */
import { repeatLabel } from '../properties/options';
import { explainComplaint } from './explain';

/** What a call is for: it hands something over, or only looks. */
export type Purpose = 'submit' | 'status' | 'metrics' | 'test' | 'read';

/** What a call's operation says to do when it goes wrong. */
export interface Advice {
	/** What a person looks for in LeadSquared, where a call may not be sent twice and nobody knows its fate. */
	lookFor?: string;
	/** Where a person finds the names that a body takes. One sentence without a final period. */
	whereToFindNames?: string;
}

export interface Facts extends Advice {
	purpose?: Purpose;
	/** What was called, as a person calls it, e.g. `Update Opportunity`. */
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
	/** What is the matter with a value, as the end of a sentence: `is empty`. */
	reason?: string;
	/** What a person can do about a value. */
	hint?: string;
	/** A piece of the reply, made safe for one line. */
	quote?: string;
	timeoutSeconds?: number;
	networkCode?: string;
	/** Whether an earlier try of the same call may have been accepted, and the last one was certainly not. */
	wasPerhapsTaken?: boolean;
}

interface Row {
	what: (facts: Facts) => string;
	next: (facts: Facts) => string;
}

const whereToFindKeys =
	'In LeadSquared both stand under My Account > Settings > API and Webhooks; they stop working when their user is deactivated';

/** `MXType: sentence (HTTP 500)`, with the parts that are known. */
function quoteOf(facts: Facts): string {
	const sentence = [facts.exceptionType, facts.exceptionMessage ?? facts.quote]
		.filter(Boolean)
		.join(': ');
	const status = facts.httpStatus === undefined ? '' : `(HTTP ${facts.httpStatus})`;
	return [sentence, status].filter(Boolean).join(' ');
}

/** What remains open after a call without an answer, and what to do about it. */
function afterNoAnswer(facts: Facts, first = 'Run it again later'): string {
	if (facts.purpose === 'test') return 'Press Retry in a while';
	if (facts.purpose === 'status')
		return `${first}. Only the status is unknown: nothing was sent again`;
	if (facts.purpose === 'read' || facts.purpose === 'metrics')
		return `${first}. The call only reads and changes nothing`;
	if (facts.lookFor !== undefined) return checkBeforeRepeating(facts.lookFor);
	return `${first}. It is unknown whether LeadSquared accepted this call`;
}

function checkBeforeRepeating(lookFor: string): string {
	return `It is unknown whether LeadSquared accepted this call, and sent twice it would count twice. Look in LeadSquared for ${lookFor}. If it is not there, send the item again, or switch on '${repeatLabel}' in the options`;
}

const nothingSent = 'Nothing was sent';

/** What is certain of a call whose only try did not arrive or was not taken. */
function assurance(facts: Facts, certain: string): string {
	return facts.wasPerhapsTaken ? '' : `. ${certain}`;
}

const doubt =
	'This try was not accepted, but it is unknown whether LeadSquared accepted an earlier one';

/** The advice, with what an earlier try leaves open. */
function withDoubt(facts: Facts, nextStep: string): string {
	return facts.wasPerhapsTaken ? `${nextStep}. ${doubt}` : nextStep;
}

const isSubmit = (facts: Facts) => facts.purpose === undefined || facts.purpose === 'submit';

/** Such calls carry the x-api-key alone. */
const isReadOnly = (facts: Facts) => facts.purpose === 'status' || facts.purpose === 'metrics';

const callName = (facts: Facts) => facts.label ?? 'The call';

/** The comment of each row is its cause as `docs/errors.md` tells it: `npm run docs` reads it from here. */
const rows = {
	/** A field of the credential cannot be used as it stands. Nothing was sent. */
	badCredential: {
		what: (f) => `'${f.parameter}' of the LeadSquared credential ${f.reason}`,
		next: (f) => f.hint ?? 'Open the credential, correct it and test it again',
	},
	/** A value of an item cannot be sent. It was found before that item was sent. */
	badInput: {
		what: (f) => `'${f.parameter}' ${f.reason}`,
		next: (f) => f.hint ?? 'Correct the value and run the node again. Nothing was sent for it',
	},
	/** LeadSquared answered that the call itself is not as it expects it. The same call again brings the same answer. */
	badRequest: {
		what: (f) =>
			`LeadSquared could not read ${isSubmit(f) ? 'the call ' : ''}${callName(f)}: ${quoteOf(f)}`,
		next: (f) =>
			isSubmit(f)
				? ['Check the names and values of this item', f.whereToFindNames].filter(Boolean).join('. ')
				: "Check 'Region' or the custom hosts in the credential",
	},
	/** The connection broke, or something between n8n and LeadSquared cut it. Whether the call had arrived is not known. */
	connectionLost: {
		what: (f) =>
			`The connection to ${f.host} was lost before LeadSquared answered ${callName(f)}${code(f)}`,
		next: (f) => afterNoAnswer(f),
	},
	/** LeadSquared understood the call and said no. Its own sentence stands in the message. The same call again brings the same answer. */
	exception: {
		what: (f) => `LeadSquared refused ${callName(f)}: ${quoteOf(f)}`,
		next: (f) => {
			const reason = 'LeadSquared gives the reason above';
			if (isSubmit(f)) {
				return `${explainComplaint(quoteOf(f)) ?? reason}. Correct the data of this item: sending it unchanged will be refused again`;
			}
			return f.purpose === 'read'
				? `${reason}. The user whose keys stand in the credential may lack the permission`
				: `${reason}. Nothing was sent again`;
		},
	},
	/** A call that would make the same thing twice was under way in an earlier try of the run, and its answer never came. */
	fateUnknown: {
		what: (f) =>
			`${callName(f)} was sent in an earlier try of this run and never answered, so it was not sent again`,
		next: (f) => checkBeforeRepeating(f.lookFor ?? 'what it would have made'),
	},
	/** LeadSquared, or what guards it, refuses the call with HTTP 403. Some accounts take calls only from listed IP addresses. */
	forbidden: {
		what: (f) => `LeadSquared does not allow ${callName(f)}: ${quoteOf(f)}`,
		next: () =>
			"Check the 'x-api-key' in the credential, and whether LeadSquared limits API access to a list of IP addresses",
	},
	/** There is no computer with that name, or the name service of this n8n does not answer. */
	hostUnknown: {
		what: (f) => `The host ${f.host} was not found${code(f)}`,
		next: (f) =>
			`Check 'Region' or the custom hosts in the credential, and the network and DNS of this n8n${assurance(f, nothingSent)}`,
	},
	/** The calls of running workflows have the account's limit, or LeadSquared asked to wait. The test of the credential waited half a minute for its turn. */
	noTurn: {
		what: () => "The keys were not tested, since the account's limit is in use",
		next: () => 'Press Retry in a while',
	},
	/** LeadSquared has no record with this ID. */
	notFound: {
		what: (f) => `LeadSquared did not find what ${callName(f)} asked for: ${quoteOf(f)}`,
		next: () => "Check the ID of this item, and 'Region' in the credential",
	},
	/** The host sends the call on to another address. That is often a login page or a proxy. Keys do not follow. */
	redirected: {
		what: (f) =>
			`${f.host} answered ${callName(f)} with a redirect, which is not followed (HTTP ${f.httpStatus})`,
		next: () =>
			"Check 'Region' or the custom hosts in the credential. Keys are never sent on to another address",
	},
	/** LeadSquared has no request with this ID for the kind of request that was asked about. It does not say for how long it keeps requests. */
	requestUnknown: {
		what: (f) => `LeadSquared does not know this request ID: ${quoteOf(f)}`,
		next: () =>
			"Check 'Request ID' and 'Request Type', and that the credential is of the account that sent the request",
	},
	/** The host exists but takes no connection. A firewall or a wrong host is the usual reason. */
	refusedConnection: {
		what: (f) => `${f.host} did not take the connection${code(f)}`,
		next: (f) =>
			`Check 'Region' or the custom hosts in the credential, and the network of this n8n${assurance(f, nothingSent)}`,
	},
	/** The call never left, because n8n gave it up before. Most often the credential was deleted, or changed to another account, while the workflow ran. */
	neverLeft: {
		what: (f) => `n8n did not send ${callName(f)}: ${f.reason}`,
		next: (f) =>
			`Check that the credential of the node is there and is that of the account, and run it again${assurance(f, nothingSent)}`,
	},
	/** The node has no credential, or n8n cannot read the one that it has. */
	noCredential: {
		what: (f) => `The LeadSquared credential cannot be used: ${f.reason}`,
		next: () => "Choose a credential of the type 'LeadSquared Async API' in the node",
	},
	/** Fields by name are checked against the account, and the account's fields could not be read. Nothing was sent. */
	noMetadata: {
		what: (f) =>
			`The fields of ${f.label} could not be read, so no value can be checked. ${f.reason}`,
		next: (f) => f.hint ?? 'Try again later',
	},
	/** The editor asked for a list of the account and did not get it. Runs of the workflow are not touched by this. */
	notListed: {
		what: (f) => `${f.label} cannot be listed. ${f.reason}`,
		next: (f) => f.hint ?? "Choose 'By ID' and give the ID",
	},
	/** The host answers, but not in https. */
	noTls: {
		what: (f) => `${f.host} does not speak https${code(f)}`,
		next: () =>
			'Check the custom hosts in the credential. For a server on this machine write http:// before the host',
	},
	/** LeadSquared, or a gateway before it, is in trouble (HTTP 408 or 5xx without an exception of LeadSquared's). All tries met it. */
	serverTrouble: {
		what: (f) => `LeadSquared could not handle ${callName(f)} right now: ${quoteOf(f)}`,
		next: (f) => afterNoAnswer(f),
	},
	/** The account's limit is used up, by this n8n or by another program, and stayed so through all tries. */
	throttled: {
		what: (f) => `LeadSquared received more calls than the account allows: ${quoteOf(f)}`,
		next: (f) =>
			f.purpose === 'test'
				? 'Press Retry in a while'
				: `Set 'Calls per 5 Seconds' in the credential to the account's limit, or below it where other programs use the account too, and run it again${assurance(f, 'LeadSquared did not take this call')}`,
	},
	/** No answer came within the time that the option 'Timeout' allows. */
	timedOut: {
		what: (f) => `LeadSquared did not answer ${callName(f)} within ${f.timeoutSeconds} seconds`,
		next: (f) => afterNoAnswer(f, "Run it again, or raise 'Timeout' in the options"),
	},
	/** The host has no such address. Either it is another host, or this account has the call under another path. */
	unknownRoute: {
		what: (f) => `${f.host} has no such call as ${callName(f)}: ${quoteOf(f)}`,
		next: (f) =>
			f.purpose === 'status'
				? "Set 'Status Path' in the options to the path that LeadSquared names for this account, and check 'Region' or the custom hosts in the credential"
				: "Check 'Region' or the custom hosts in the credential: the Async API may have another host or path for this account",
	},
	/** An answer came, and it is not what LeadSquared answers. A proxy or a page for signing in often stands behind that. */
	unreadableReply: {
		what: (f) => `The answer to ${callName(f)} cannot be read: ${f.reason} ${quoteOf(f)}`,
		next: (f) =>
			`${afterNoAnswer(f)}. If it stays so, a proxy may stand between n8n and LeadSquared`,
	},
	/** The certificate of the host is out of date, self-made or for another name. Nothing was sent. */
	untrustedHost: {
		what: (f) => `The certificate of ${f.host} is not trusted${code(f)}`,
		next: (f) =>
			`Check the custom hosts in the credential and any proxy between n8n and LeadSquared${assurance(f, nothingSent)}`,
	},
	/** The third key, x-api-key, is wrong or missing, or belongs to another region. */
	wrongApiKey: {
		what: (f) => `LeadSquared does not accept the x-api-key: ${quoteOf(f)}`,
		next: () =>
			"Check 'x-api-key' in the credential. LeadSquared gives it with the Async API; it is neither the access key nor the secret key",
	},
	/** The access key and the secret key do not belong together, are mistyped, or their user was deactivated. LeadSquared does not tell these apart. */
	wrongKeys: {
		what: (f) =>
			isReadOnly(f)
				? `LeadSquared does not let this credential ask for ${callName(f)}: ${quoteOf(f)}`
				: `LeadSquared does not accept the access key or the secret key: ${quoteOf(f)}`,
		next: (f) =>
			isReadOnly(f)
				? "Check 'x-api-key' and 'Region' in the credential. Saving it tests both"
				: `Check 'Access Key' and 'Secret Key' in the credential. ${whereToFindKeys}`,
	},
	/** The keys are right, and the region is not. */
	wrongRegion: {
		what: (f) => `The account lives in another region, on ${f.host}: ${quoteOf(f)}`,
		next: (f) =>
			f.region === undefined
				? `Set the hosts in the credential to those of ${f.host}`
				: `Choose the region '${f.region}' in the credential`,
	},
} as const satisfies Record<string, Row>;

/** `, code ECONNRESET`: what an administrator searches for. */
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
