/**
 * What happens to an item when n8n runs a node again. `run-again.test.ts` runs every cell on n8n's engine, and
 * `npm run docs` writes them into `docs/run-again.md`.
 */

/** What became of the item's first call. */
export const outcomes = ['accepted', 'refused', 'unknown'] as const;

export type Outcome = (typeof outcomes)[number];

/** What the next run does with the item. */
export type Then =
	/** Nothing is sent; the item has the RequestId of the first call. */
	| 'kept'
	| 'sent'
	/** Nothing is sent; the item fails with a message that says what to look for in LeadSquared. */
	| 'stopped';

type Row = Record<Outcome, Then>;

export interface Way {
	/** How the test does it. */
	how:
		| 'retryOnFail'
		| 'retry'
		| 'retryChanged'
		| 'retryAllowed'
		| 'retryOtherOperation'
		| 'retryAnotherAccount'
		| 'retrySecondTime'
		| 'loop'
		| 'newExecution'
		| 'askedAgain'
		| 'calledMeanwhile'
		| 'calledAgain'
		| 'calledLater';
	/** Who runs the node again, and how; begins a row of the page. */
	title: string;
	/** Updates of opportunities and leads, which may arrive twice. */
	repeatable: Row;
	/** Captures, activities and call logs, which may not. */
	once: Row;
}

const row = (accepted: Then, refused: Then, unknown: Then): Row => ({
	accepted,
	refused,
	unknown,
});

const all = row('sent', 'sent', 'sent');

export const ways: readonly Way[] = [
	{
		how: 'retryOnFail',
		title: "n8n: the node's setting *Retry On Fail*",
		repeatable: row('kept', 'sent', 'sent'),
		once: row('kept', 'sent', 'stopped'),
	},
	{
		how: 'retry',
		title: 'You: *Retry* of the failed execution, with the original or the saved workflow',
		repeatable: row('kept', 'sent', 'sent'),
		once: row('kept', 'sent', 'stopped'),
	},
	{
		how: 'retryChanged',
		title:
			"You: *Retry with currently saved workflow*, after you have changed the node's fields or other parameters",
		repeatable: all,
		once: row('kept', 'sent', 'stopped'),
	},
	{
		how: 'retryAllowed',
		title:
			'You: *Retry with currently saved workflow*, after you have switched *Repeat When Unanswered* on',
		repeatable: row('kept', 'sent', 'sent'),
		once: row('kept', 'sent', 'sent'),
	},
	{
		how: 'retryOtherOperation',
		title:
			'You: *Retry with currently saved workflow*, after you have chosen another operation in the node',
		repeatable: all,
		once: all,
	},
	{
		how: 'retryAnotherAccount',
		title: 'You: *Retry*, after you have chosen the credential of another account',
		repeatable: all,
		once: all,
	},
	{
		how: 'retrySecondTime',
		title:
			'You: *Retry* of the same failed execution once more, although its first retry has sent the item. n8n keeps no trace of that retry in it',
		repeatable: row('kept', 'sent', 'sent'),
		once: row('kept', 'sent', 'stopped'),
	},
	{
		how: 'loop',
		title:
			'Your workflow: a loop brings the item to the node once more. It may do so on purpose, so nothing is held back',
		repeatable: all,
		once: all,
	},
	{
		how: 'newExecution',
		title:
			'You, n8n or a parent workflow: a new execution. Also *Execute step*, *Retry* of a crashed execution, in queue mode of n8n 1.x the second run of an execution whose worker was lost, and the sub-workflow of a parent that is retried. n8n hands over nothing of the first one',
		repeatable: all,
		once: all,
	},
	{
		how: 'askedAgain',
		title: 'An AI agent: the model asks its tool for the same once more',
		repeatable: all,
		once: row('sent', 'sent', 'stopped'),
	},
	{
		how: 'calledMeanwhile',
		title:
			'An MCP client: the same call once more while n8n still makes the first one, whose answer the client did not wait for; in the same n8n process. The columns say how the first one ends',
		repeatable: all,
		once: row('kept', 'sent', 'stopped'),
	},
	{
		how: 'calledAgain',
		title:
			'An MCP client: the same call once more, within five minutes and in the same n8n process. n8n runs it as a new execution',
		repeatable: all,
		once: row('sent', 'sent', 'stopped'),
	},
	{
		how: 'calledLater',
		title: 'An MCP client: the same call once more, later or in another n8n process',
		repeatable: all,
		once: all,
	},
];
