/** The sandbox's public types: what a test passes in and what it can check afterwards. */

export interface Keys {
	accessKey: string;
	secretKey: string;
	apiKey: string;
}

export type LimitModel =
	| 'off'
	| 'log'
	| 'log+rejected'
	| 'fixed'
	| 'anchored'
	| 'bucket'
	| 'counter';

export type OperationName =
	| 'lead/capture'
	| 'lead/update'
	| 'activity/create'
	| 'activity/createcustom'
	| 'opportunity/capture'
	| 'opportunity/update'
	| 'telephony/logcall';

/** What a test may decide about a request instead of its natural outcome. */
export type Outcome =
	| 'success'
	| 'failure'
	/** ERROR: permanently while `errorIsFinal`, else until the first retry. */
	| 'error'
	| 'errorThenSuccess'
	/** The queue says Success, the wrapped call's own reply in `Message` says it failed. */
	| 'successWithInnerError'
	/** ERROR for this many attempts, then Success. */
	| { errors: number }
	/** A status value that no page documents. */
	| { status: string };

export interface QueuedRequest {
	id: string;
	operation: OperationName;
	body: unknown;
	rawBody: string;
	query: Record<string, string>;
	/** ms, on the sandbox's clock, as all times here. */
	acceptedAt: number;
	/** When it is processed next; undefined when nothing more will happen to it. */
	dueAt?: number;
	/** LeadSquared's status value: In-Queue, Success, FAILURE, ERROR, or a forced one. */
	state: string;
	/** How often it was processed so far. */
	attempts: number;
	processedAt?: number;
	reason: string;
	/** The wrapped call's reply as JSON text; null unless it succeeded. */
	message: string | null;
}

export interface Opportunity {
	id: string;
	autoId?: string;
	eventCode: number;
	/** ProspectID of the lead that it belongs to. */
	leadId?: string;
	/** By SchemaName; a custom field set is JSON text, as LeadSquared returns it. */
	fields: Record<string, string>;
	notes: string[];
	/** How many updates were stored. */
	updates: number;
}

/** An entry of a lead's activity trail. */
export interface Activity {
	id: string;
	eventCode: number;
	leadId: string;
	/** The opportunity that it is about. */
	opportunityId?: string;
	/** UTC, `2026-07-31 05:33:50`. */
	createdOn: string;
	note: string;
	/** By SchemaName; a system event has none. */
	fields?: Record<string, string>;
	/** What a system event says about itself. */
	data?: Record<string, string>;
}

export interface Task {
	id: string;
	name: string;
	/** UTC, `2026-07-31 05:33:50`. */
	dueDate: string;
	isDone: boolean;
	ownerId: string;
	leadId: string;
}

/** What LeadSquared does not document about reading, or does differently on different accounts. */
export interface ReadingQuirks {
	/** Rows of a page at most, whatever is asked for; default 1000. */
	pageCap: number;
	/** What `RecordCount` counts: all rows (default), those of the page, or it is left out. */
	recordCount: 'total' | 'page' | 'none';
	/** Whether changed records come in the order that was asked for (default), or always in another one. */
	changedOrder: 'asAsked' | 'ofCreation' | 'newestFirst';
	/** What the opportunities of a lead are if no type is named; default all. */
	withoutType: 'all' | 'refused' | 'nothing';
	/** Whether rows come under the documented name (default), under `List`, or as a bare array. */
	lists: 'named' | 'usual' | 'bare';
	/** The same for the calls whose page documents a bare array (default): those for one lead, and the search for leads. */
	leadLists: 'bare' | 'named' | 'usual';
	/** What `Offset` means on an activity trail; default pageFromZero. */
	trailOffset: 'pageFromZero' | 'pageFromOne' | 'row';
	/** Rows of a page of the trail at most; default 1000. */
	trailCap: number;
	/** How the activities of an opportunity are divided: by `PageIndex` (default), or by `Offset` alone, as `trailOffset` says. */
	opportunityTrail: 'pageIndex' | 'offset';
	/**
	 * What the call for changed activities answers to the code of an opportunity type; default rows. `nothing` is a list
	 * without any, `dotNet` an exception of .NET, `unknownRoute` a 404 without LeadSquared's envelope, `notFound` one with it.
	 */
	changedOpportunities:
		| 'rows'
		| 'nothing'
		| 'refused'
		| 'otherShape'
		| 'dotNet'
		| 'unknownRoute'
		| 'notFound'
		| 'forbidden';
	/** Where the rows of that call have their values, and what their ID and code are called there. */
	changedRows: 'fields' | 'data';
	/** What the details of an opportunity that is not there are; default an exception of LeadSquared's. */
	noOpportunity: 'exception' | 'dotNet' | 'notFound' | 'null';
	/** Whether the details of an opportunity are found by its AutoId value (default), as it is for updates. */
	autoIds: 'found' | 'unknown';
	/** Whether an opportunity's details have what is known from third parties (default) or only what is documented. */
	details: 'whole' | 'documented';
}

/** What an account makes of written values, and how reads of one record return them. */
export interface WritingQuirks {
	/** For how long after a request was processed reads still return what was before: ms; default 0. */
	lagMs: number;
	/** What an automation of the account sets when these values are written to the record; default nothing. */
	automation?:
		| ((id: string, values: Record<string, string>) => Record<string, string> | undefined)
		| undefined;
	/** Longer texts are cut; default Infinity. */
	textCut: number;
	/** `200000`, `2,00,000` or `200000.00`; default asWritten. */
	numbers: 'asWritten' | 'grouped' | 'decimals';
	/** `1` or `true`; default asWritten. */
	booleans: 'asWritten' | 'digit' | 'word';
	/** What an emptied number or boolean is returned as; default empty. */
	emptied: 'empty' | 'zero';
	/** `+91-9876543210` for what was written without a country code or in another form; default asWritten. */
	phones: 'asWritten' | 'international';
	/** Of the fields; default plain. */
	dates: RowDates;
	/** How a user is returned; default id. */
	owners: 'id' | 'name' | 'email';
	/** Whether a choice is returned by its value (default) or by the text that LeadSquared shows. */
	choices: 'value' | 'text';
}

export interface RecordedCall {
	at: number;
	method: string;
	path: string;
	/** The query string as it arrived, encoded. */
	search: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	rawBody: string;
	/** The parsed JSON body, or undefined if there is none or it is not JSON. */
	body: unknown;
	/** 0 while unanswered, and permanently if the socket was reset or left hanging. */
	statusCode: number;
	/** Kind of the injected fault, if one was applied. */
	fault?: Fault['kind'];
	rejectedByLimit: boolean;
}

/** `accept`: the call is queued although its reply is lost or wrong. Default false. */
interface MayAccept {
	accept?: boolean;
}

export type Fault =
	| ({
			kind: 'reply';
			status: number;
			/** A string is sent as it is, anything else as JSON. */
			body?: unknown;
			headers?: Record<string, string>;
	  } & MayAccept)
	| ({ kind: 'html'; status?: number } & MayAccept)
	| ({ kind: 'empty'; status?: number } & MayAccept)
	/** Half of the genuine reply, with a Content-Length that fits the half. */
	| ({ kind: 'truncated' } & MayAccept)
	/** Half of the genuine reply under the whole one's Content-Length, then the socket is gone. */
	| ({ kind: 'cut' } & MayAccept)
	| ({ kind: 'reset' } & MayAccept)
	| ({ kind: 'hang' } & MayAccept)
	/** The genuine reply, `ms` later by the timers of the process; the call itself arrived at once. */
	| { kind: 'delay'; ms: number };

export interface FaultRule {
	method?: string;
	/** A string is the whole path; a RegExp is searched for in it. */
	path?: string | RegExp;
	/** The opportunity that the call is about: in its body, in its query, or by its RequestID. */
	opportunityId?: string;
	when?: (call: RecordedCall) => boolean;
	/** How many calls it hits; default Infinity. */
	times?: number;
	/** How many matching calls it lets pass first; default 0. */
	after?: number;
	fault: Fault;
}

/** `2026-07-31 05:33:50`, the same with `.000`, `7/31/2026 5:33:50 AM`, `/Date(ms+0000)/`, or something else. */
export type RowDates = 'plain' | 'millis' | 'us' | 'dotNet' | 'unreadable';

/** One webhook of the account. */
export interface Webhook {
	id: string;
	/** As it was asked for. */
	eventNumber: string;
	/** What LeadSquared made of the number. */
	eventName: string;
	/** The types or the field that it is about. */
	subject: string[];
	/** 0 on, 1 switched off by hand, 2 switched off after failures. */
	statusCode: 0 | 1 | 2;
	url: string;
	description: string;
	/** JSON text. */
	properties: string;
	contentType: string;
	/** The custom headers. */
	headers: Record<string, string>;
	/** Answers in a row that were not 200. */
	failures: number;
	/** What the request without payload was answered with. */
	handshake?: number;
}

/** What a receiver answered. */
export interface Delivered {
	webhookId: string;
	/** 0 if nobody answered. */
	status: number;
	/** Parsed if it is JSON. */
	body: unknown;
	tookMs: number;
}

interface DeliveryOptions {
	/** LeadSquared tries up to three times; default 1. */
	attempts?: number;
}

export interface Webhooks {
	all: Map<string, Webhook>;
	/** Sends the payload to all webhooks of the event that are on; a text is sent as it is. */
	fire(
		eventName: string,
		/** The type or the field; undefined for every one. */
		subject: string | undefined,
		payload: unknown,
		options?: DeliveryOptions,
	): Promise<Delivered[]>;
	/** Sends the payload to one webhook. */
	deliver(webhook: Webhook, payload: unknown, options?: DeliveryOptions): Promise<Delivered>;
	/** Resolves when all handshakes are over. */
	settled(): Promise<void>;
}

/** What no page says about webhooks, or pages and accounts disagree on. */
export interface WebhookOptions {
	/** The numbers of opportunity events; default live, as a third party saw them. */
	numbers?: 'live' | 'documented';
	/** A request without payload while a webhook is made; one that is not answered 200 is never active. Default none. */
	handshake?: 'none' | 'HEAD' | 'GET' | 'POST';
	/** A second webhook for the same event and type at another URL; default allowed. */
	sameEvent?: 'allowed' | 'refused';
	/** What `SearchText` looks at; default url. */
	searchText?: 'url' | 'description';
	/** Whether `WebhookId` selects; default honoured. */
	idFilter?: 'honoured' | 'ignored';
	/** What deleting an unknown webhook answers; default refused. */
	deletedTwice?: 'refused' | 'success';
	/** How many retrievals do not show a new webhook yet; default 0. */
	visibleAfter?: number;
	/** For how long the list still is as before a webhook was made or deleted: ms; default 0. */
	lagMs?: number;
	/** Webhooks of a page at most, whatever is asked for; default any number. */
	pageCap?: number;
	/** Whether the list says how many there are; default true. */
	recordCount?: boolean;
	/** How many webhooks the plan allows; default any number. */
	most?: number;
}

export interface SandboxOptions {
	/** Default 0, a free port. Always bound to 127.0.0.1. */
	port?: number;
	keys?: Partial<Keys>;
	/** Default { model: 'off', calls: 25, windowMs: 5000 }. */
	limit?: { model?: LimitModel; calls?: number; windowMs?: number };
	/** Do status and metrics calls draw on the budget? Undocumented; default true, the harder case. */
	limitStatusCalls?: boolean;
	/** From accepted to processed; default 0. */
	processingDelayMs?: number | ((request: QueuedRequest) => number);
	/** undefined = the natural outcome. Called again for every attempt. */
	outcome?: (request: QueuedRequest) => Outcome | undefined;
	/** `/opportunity/update/status` (default) or `/opportunity/status`; the other is an unknown route. */
	statusPath?: 'operation' | 'entity';
	/** What an unknown async route answers; default missingToken, AWS API Gateway's way. */
	unknownRoute?: 'missingToken' | 'notFound';
	/** Default true; false: an ERROR turns to Success on the retry ladder. */
	errorIsFinal?: boolean;
	/** Spelling in status replies; default: as on the operation's page. */
	requestIdKey?: 'RequestID' | 'RequestId';
	/** Where reads look for the access key and the secret key; default headersOrQuery, as documented. */
	syncKeys?: 'headersOrQuery' | 'query';
	/** If set, the account is on this host: calls with keys answer 401 and name it. */
	wrongRegion?: string;
	/** Whether the keys are an administrator's; only those may search. Default true. */
	administrator?: boolean;
	/** Whether the account finds duplicates of captured opportunities; default false. */
	duplicateRules?: boolean;
	/** Whether the account asks for a comment with an opportunity's status; default false. */
	statusComments?: boolean;
	/** How the list of opportunity types writes event codes, which is not documented; default number. */
	opportunityCodes?: 'number' | 'text';
	/** The form of dates in rows; LeadSquared has four. Default plain. */
	rowDates?: RowDates;
	/** Whether rows come in the order that was asked for, or in that of their creation; default asAsked. */
	rowOrder?: 'asAsked' | 'ofCreation';
	/** What a call about a lead that does not exist answers, which is not documented; default empty. */
	unknownLead?: 'empty' | 'notFound';
	/** The lead fields that opportunities can be found by; others are refused. Default: those of the metadata. */
	uniqueLeadFields?: readonly string[];
	webhooks?: WebhookOptions;
	/** Seeded opportunities, default 300. */
	opportunities?: number;
	/** Seeded leads, default 20. */
	leads?: number;
	reading?: Partial<ReadingQuirks>;
	writing?: Partial<WritingQuirks>;
	/** ms clock of everything: limit, queue, ladder. Default Date.now. */
	now?: () => number;
	/** One line per call, without any key. */
	logLine?: (line: string) => void;
}

export interface Sandbox {
	url: string;
	keys: Keys;
	calls: RecordedCall[];
	/** By RequestID, in arrival order. */
	requests: Map<string, QueuedRequest>;
	opportunities: Map<string, Opportunity>;
	/** Lead attributes by ProspectID. */
	leads: Map<string, Record<string, string>>;
	webhooks: Webhooks;
	activities: Activity[];
	tasks: Task[];
	/** May be changed at any time. */
	writing: WritingQuirks;
	/** One sentence per key that was sent where it is not needed. */
	leaks: string[];
	/** Returns a function that removes the rule. */
	inject(rule: FaultRule): () => void;
	/** Processes what is due by now(); also done before every status, metrics and read call. */
	process(): void;
	/** Back to the seed and to how it was started: no calls, requests, leaks or fault rules, a fresh limit. */
	reset(): void;
	/** Closes at once, open sockets included. */
	close(): Promise<void>;
}
