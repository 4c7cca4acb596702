/** `docs/errors.md`: every message that a user can see, with its cause and its fix, from the tables in the code. */
import {
	problem,
	type Facts,
	type ProblemCode,
	type Purpose,
} from '../../nodes/shared/problems/problems';
import { rememberedMinutes } from '../../nodes/shared/submit/unanswered';
import { gap, readMessages, type InputMessage } from './source';

/** Where a user meets it. */
const groups = {
	item: 'Item values',
	credential: 'The credential and its keys',
	answer: "LeadSquared's answers",
	network: 'No connection to LeadSquared, or no answer',
	editor: 'Lists and fields of the account',
	trigger: 'Activation of the trigger',
} as const;

const groupOf: Record<ProblemCode, keyof typeof groups> = {
	adminsOnly: 'credential',
	badCredential: 'credential',
	badInput: 'item',
	badRequest: 'answer',
	connectionLost: 'network',
	dayLimit: 'answer',
	exception: 'answer',
	fateUnknown: 'network',
	forbidden: 'credential',
	hostUnknown: 'network',
	neverLeft: 'credential',
	noCredential: 'credential',
	noMetadata: 'editor',
	noTls: 'network',
	noTurn: 'credential',
	notFound: 'answer',
	nothingFound: 'answer',
	notListed: 'editor',
	otherEvent: 'trigger',
	privateAddress: 'trigger',
	otherRecord: 'answer',
	proxyFailed: 'network',
	redirected: 'network',
	refusedConnection: 'network',
	requestUnknown: 'answer',
	serverTrouble: 'answer',
	throttled: 'answer',
	timedOut: 'network',
	tooManyRows: 'answer',
	unknownRoute: 'answer',
	unreadableReply: 'answer',
	untrustedHost: 'network',
	webhookTaken: 'trigger',
	wrongApiKey: 'credential',
	wrongKeys: 'credential',
	wrongRegion: 'credential',
};

export const problemCodes = Object.keys(groupOf) as ProblemCode[];

/** Placeholders for the parts of a message; numbers are words here too. */
const parts: Facts = {
	label: '‹call›',
	httpStatus: '‹code›' as unknown as number,
	exceptionType: '‹exception›',
	exceptionMessage: "‹LeadSquared's words›",
	host: '‹host›',
	region: '‹region›',
	parameter: '‹parameter›',
	reason: '‹reason›',
	timeoutSeconds: '‹n›' as unknown as number,
	networkCode: '‹network code›',
};

/** Placeholders that differ for one row. */
const ownParts: Partial<Record<ProblemCode, Facts>> = {
	noMetadata: { label: '‹type›' },
	notListed: { label: '‹list›' },
	otherEvent: { label: '‹event›', quote: "‹LeadSquared's name of the event›" },
	privateAddress: { quote: '‹address›' },
	webhookTaken: { label: '‹event›' },
};

interface Situation {
	facts: Facts & { purpose: Purpose };
	when: string;
	/** A part of another one, named only where its text is its own. */
	isPart?: true;
}

const situations: Situation[] = [
	{ facts: { purpose: 'submit' }, when: 'an update was sent' },
	{
		facts: { purpose: 'submit', lookFor: '‹the record›' },
		when: 'a capture, an activity or a call log was sent',
	},
	{
		facts: { purpose: 'submit', lookFor: '‹the record›', isOfAgent: true },
		when: 'an AI agent sent one of these',
		isPart: true,
	},
	{
		facts: { purpose: 'submit', lookFor: '‹the record›', minutesLeft: rememberedMinutes },
		when: 'an MCP client sent one of these',
		isPart: true,
	},
	{
		facts: { purpose: 'submit', lookFor: '‹the record›', usesApiKeyOnly: true },
		when: 'a call log was sent',
		isPart: true,
	},
	{ facts: { purpose: 'status' }, when: 'a status was checked' },
	{ facts: { purpose: 'metrics' }, when: "a queue's metrics were read" },
	{ facts: { purpose: 'read' }, when: 'lists, fields or a lead were read' },
	{ facts: { purpose: 'webhook' }, when: 'a webhook was created, listed or deleted' },
	{ facts: { purpose: 'test' }, when: 'the credential was tested' },
];

const ofPurpose = (purpose: Purpose) => situations.filter(({ facts }) => facts.purpose === purpose);

/** Rows that do not occur in all situations. */
const only: Partial<Record<ProblemCode, Situation[]>> = {
	fateUnknown: [
		{
			facts: { purpose: 'submit', lookFor: '‹the record›' },
			when: 'the node ran again',
		},
		{
			facts: { purpose: 'submit', lookFor: '‹the record›', isOfAgent: true },
			when: 'an AI agent made the same call again',
		},
		{
			facts: {
				purpose: 'submit',
				lookFor: '‹the record›',
				minutesLeft: '‹n›' as unknown as number,
			},
			when: 'an MCP client made the same call again',
		},
	],
	noTurn: ofPurpose('test'),
	otherEvent: ofPurpose('webhook'),
	privateAddress: ofPurpose('webhook'),
	requestUnknown: ofPurpose('status'),
	webhookTaken: ofPurpose('webhook'),
};

interface Form {
	when: string[];
	message: string;
	nextStep: string;
}

/** The different texts of a row, each with the situations in which it is shown. */
function formsOf(code: ProblemCode): Form[] {
	const forms: Form[] = [];
	for (const { facts, when, isPart } of only[code] ?? situations) {
		const { message, nextStep } = problem(code, { ...parts, ...ownParts[code], ...facts });
		const same = forms.find((form) => form.message === message && form.nextStep === nextStep);
		if (same === undefined) forms.push({ when: [when], message, nextStep });
		else if (isPart !== true) same.when.push(when);
	}
	return forms;
}

/** Files whose reasons complete a message other than `badInput`. */
const reasonsOf: Partial<Record<ProblemCode, string>> = {
	badCredential: 'nodes/shared/account/account.ts',
	notListed: 'nodes/LeadSquaredUpdateOpportunity/editor-methods.ts',
	proxyFailed: 'nodes/shared/transport/read-proxy.ts',
	unreadableReply: 'nodes/shared/transport/read-reply.ts',
};

const subjects: Array<{ title: string; files: RegExp }> = [
	{
		title: 'Fields by name',
		files: /shared\/(fields\/(check-\w+|value-rules|map-values)|editor\/lists)\.ts$/,
	},
	{
		title: 'Schema names or JSON',
		files: /shared\/fields\/(build-fields|read-fields-json)\.ts$/,
	},
	{ title: 'Any value', files: /shared\/(fields\/values|run\/)/ },
	{ title: 'Opportunity and activity types', files: /shared\/fields\/read-type-code\.ts$/ },
	{ title: 'LeadSquared Update Opportunity (Async)', files: /LeadSquaredUpdateOpportunity\// },
	{ title: 'LeadSquared Check Status', files: /LeadSquaredCheckStatus\// },
	{ title: 'LeadSquared Async', files: /LeadSquaredAsync\// },
	{ title: 'LeadSquared Trigger', files: /LeadSquaredTrigger\// },
	{ title: 'Others', files: /./ },
];

/** Escapes what Markdown would interpret. */
function plain(text: string): string {
	return text.replace(/[\\`*~|]/g, '\\$&').replace(/</g, '&lt;');
}

function anchor(id: string): string {
	return `<a id="${id}"></a>`;
}

/** `input-holds-the-schema-name-twice` */
function inputAnchor(reason: string): string {
	const words = reason.toLowerCase().match(/[a-z0-9]+/g) ?? [];
	return `input-${words.slice(0, 8).join('-')}`;
}

/** The message without the part that is known only at run time. */
function titleOf({ message }: Form): string {
	return plain(message.replace(/: .*$| \(.*$/, ''));
}

function sentence(text: string): string {
	return /[.!?…]$/.test(text) ? text : `${text}.`;
}

const doubt = problem('exception', { wasPerhapsTaken: true }).nextStep.split('. ').at(-1) ?? '';

const ownHint = sentence(problem('badInput', { reason: 'x' }).nextStep);

function reasonTable(inputs: readonly InputMessage[], anchors: Set<string>) {
	const rows = inputs.map(({ reason, hint, isFrame }) => {
		const id = inputAnchor(reason);
		const mark = anchors.has(id) ? '' : anchor(id);
		anchors.add(id);
		const cure = isFrame ? 'See the entry for the second half of the message' : (hint ?? ownHint);
		return `| ${mark}${plain(reason)} | ${plain(sentence(cure.replace(/^…\. /, '')))} |`;
	});
	return ['| what is wrong | what to do |', '|---|---|', ...new Set(rows)].join('\n');
}

function inputSections(inputs: readonly InputMessage[], anchors: Set<string>): string[] {
	const left = new Set(inputs);
	return subjects.flatMap(({ title, files }) => {
		const own = [...left].filter(({ file }) => files.test(file));
		for (const one of own) left.delete(one);
		return own.length === 0 ? [] : [`#### ${title}`, reasonTable(own, anchors)];
	});
}

export function errorsPage(): string {
	const { inputs, hints, addenda, refusals, explanations, causes } = readMessages();
	const anchors = new Set<string>();
	const special = new Set(Object.values(reasonsOf));
	const ofItems = inputs.filter(({ file }) => !special.has(file));

	const entry = (code: ProblemCode): string[] => {
		const forms = formsOf(code);
		const [first] = forms;
		if (first === undefined) throw new Error(`${code} says nothing`);
		const cause = causes.get(code);
		if (cause === undefined) throw new Error(`The row ${code} of problems.ts has no comment`);
		const file = reasonsOf[code];
		return [
			`### ${anchor(code)}${titleOf(first)}`,
			`**Code** \`${code}\`. ${plain(cause)}`,
			...toldApart(forms),
			...(file === undefined ? [] : whatReasonIs(inputs.filter((one) => one.file === file))),
			...(code === 'badInput' ? inputSections(ofItems, anchors) : []),
			...(code === 'exception' ? explained(explanations) : []),
		];
	};

	return `${[
		'# Error messages: causes and fixes',
		'`npm run docs` wrote this page from the tables that the nodes themselves use. Search it for a few words of your message.',
		'A message says what happened. Below it, n8n shows what to do next. `[item 3]` is the number of the item; the first one is 0. `[request …]` is the RequestId of the request in question.',
		'Words in ‹ › are placeholders for the values in your message. ‹call› is the name of the call, such as Update Opportunity, the status of Update Opportunity or Get Users. The name after **Code** also appears in the log trace ([operations](operations.md#trace)) and in the error details.',
		'| group | messages |\n|---|---|\n' +
			Object.entries(groups)
				.map(([group, title]) => {
					const own = problemCodes.filter((code) => groupOf[code] === group);
					return `| ${title} | ${own.map((code) => `[${code}](#${code})`).join(' · ')} |`;
				})
				.join('\n'),
		...Object.entries(groups).flatMap(([group, title]) => [
			`## ${title}`,
			...problemCodes.filter((code) => groupOf[code] === group).flatMap(entry),
		]),
		`## ${anchor('refusals')}What the credential refuses`,
		'n8n asks the credential to sign each call. The credential refuses any address that is not on one of its own hosts. This protects the keys; the nodes themselves never use such an address.',
		refusals.map((text) => `> ${plain(text)}`).join('\n>\n'),
		`## ${anchor('addenda')}What is added when a run stops`,
		'After the next step, a message that ends a run also says what had been sent by then.',
		bullets(addenda),
		`For a call with several attempts, the last one decides what the message says. If an earlier one was never answered, the advice ends with: ${plain(sentence(doubt))}`,
		`## ${anchor('hints')}Hints and notices`,
		'Hints are shown next to the output of a node that succeeded; notices are shown where fields are chosen in the editor. They need no action unless they say so.',
		bullets(hints),
	].join('\n\n')}\n`;
}

/** The message and what to do, by situation where they differ. */
function toldApart(forms: readonly Form[]): string[] {
	const [{ message, nextStep } = { message: '', nextStep: '' }, ...others] = forms;
	if (others.length === 0) return [`> ${plain(message)}`, whatToDo(nextStep)];
	if (others.some((form) => form.message !== message)) {
		return forms.flatMap((form) => [
			`When ${listed(form.when)}:`,
			`> ${plain(form.message)}`,
			whatToDo(form.nextStep),
		]);
	}
	return [
		`> ${plain(message)}`,
		[
			'**What to do**, depending on the call:',
			'',
			...forms.map((form) => `- *When ${listed(form.when)}:* ${plain(sentence(form.nextStep))}`),
		].join('\n'),
	];
}

function whatToDo(nextStep: string): string {
	return `**What to do.** ${plain(sentence(nextStep))}`;
}

function whatReasonIs(inputs: readonly InputMessage[]): string[] {
	return [
		'‹reason› is one of:',
		bullets(
			inputs.map(({ reason, hint }) =>
				hint === undefined ? reason : `${reason}. ${sentence(hint)}`,
			),
		),
	];
}

function explained(explanations: ReadonlyArray<{ says: string; means: string }>): string[] {
	return [
		'Some of LeadSquared\'s messages need an explanation. The nodes show it instead of "LeadSquared gives the reason above", and LeadSquared Check Status shows it in the field `Hint` of a failed request.',
		[
			'| LeadSquared says | meaning |',
			'|---|---|',
			...explanations.map(({ says, means }) => `| ${plain(says)} | ${plain(sentence(means))} |`),
		].join('\n'),
	];
}

function bullets(texts: readonly string[]): string {
	return [...new Set(texts)]
		.map((text) => `- ${plain(text.replace(new RegExp(`^${gap}(; |\\. )`), ''))}`)
		.join('\n');
}

function listed(words: readonly string[]): string {
	return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
