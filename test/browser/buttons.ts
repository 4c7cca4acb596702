/**
 * What each button of the editor sends to LeadSquared, for a flow of three rows, the update node and Check Status.
 * `npm run docs` writes the table in `docs/editor.md` from it, and `npm run browser` presses each button and counts.
 */
export interface Button {
	button: string;
	/** Where it is, and what happened before. */
	where: string;
	/** Calls that change something in LeadSquared. */
	writes: number;
	/** Status checks of requests. */
	checks: number;
	/** At most so many other calls, which read: types, fields and users are kept for five minutes. */
	reads: number;
	/** And at least so many; none unless given. */
	leastReads?: number;
}

export const buttons = {
	test: {
		button: 'Retry',
		where: 'in the credential, which n8n may already have tested when it was opened',
		writes: 0,
		checks: 0,
		reads: 4,
		leastReads: 2,
	},
	types: {
		button: 'Opportunity Type: From List',
		where: 'in the update node',
		writes: 0,
		checks: 0,
		reads: 2,
	},
	fields: {
		button: 'Refresh field list',
		where: 'in the update node, in the menu of the fields',
		writes: 0,
		checks: 0,
		reads: 2,
	},
	checkOnly: {
		button: 'Execute step',
		where: 'update node, with *Check Only* on',
		writes: 0,
		checks: 0,
		reads: 2,
	},
	previous: {
		button: 'Execute previous nodes',
		where: 'update node',
		writes: 0,
		checks: 0,
		reads: 0,
	},
	step: {
		button: 'Execute step',
		where: 'update node',
		writes: 3,
		checks: 0,
		reads: 2,
	},
	stepOnCanvas: {
		button: 'Execute step',
		where: 'update node, on the canvas',
		writes: 3,
		checks: 0,
		reads: 2,
	},
	laterStep: {
		button: 'Execute step',
		where: 'Check Status, while the update node has its output',
		writes: 0,
		checks: 3,
		reads: 0,
	},
	laterStepAfterChange: {
		button: 'Execute step',
		where: 'Check Status, after a change in the update node',
		writes: 3,
		checks: 3,
		reads: 2,
	},
	laterStepAfterReload: {
		button: 'Execute step',
		where: 'Check Status, after the page was reloaded',
		writes: 3,
		checks: 3,
		reads: 2,
	},
	workflow: {
		button: 'Execute workflow',
		where: 'on the canvas',
		writes: 3,
		checks: 3,
		reads: 2,
	},
	workflowPinned: {
		button: 'Execute workflow',
		where: "on the canvas, with the update node's output pinned",
		writes: 0,
		checks: 3,
		reads: 1,
	},
	laterStepPinned: {
		button: 'Execute step',
		where: "Check Status, with the update node's output pinned, after a reload",
		writes: 0,
		checks: 3,
		reads: 0,
	},
	retry: {
		button: 'Retry with currently saved workflow',
		where: 'under *Executions*, of a run that LeadSquared refused at the last of three rows',
		writes: 1,
		checks: 3,
		reads: 2,
	},
	read: {
		button: 'Execute step',
		where: 'in the node LeadSquared, getting two opportunities of a lead',
		writes: 0,
		checks: 0,
		reads: 4,
		leastReads: 3,
	},
	listen: {
		button: 'Execute step',
		where: 'in LeadSquared Trigger: a webhook, and its removal when an event has come',
		writes: 2,
		checks: 0,
		reads: 10,
		leastReads: 10,
	},
	agent: {
		button: 'Execute workflow, or a chat message',
		where: 'an agent that calls the update node once as its tool',
		writes: 1,
		checks: 0,
		reads: 2,
	},
} satisfies Record<string, Button>;

export type ButtonName = keyof typeof buttons;

/** The table of the page. */
export function buttonsTable(): string {
	const rows = Object.values<Button>(buttons).map(
		({ button, where, writes, checks, reads, leastReads = 0 }) => [
			`**${button}**`,
			where,
			writes === 0 ? 'nothing' : `${writes} ${writes === 1 ? 'call' : 'calls'}`,
			String(checks),
			reads === leastReads ? String(reads) : `${leastReads} to ${reads}`,
		],
	);
	const head = ['button', 'where', 'changes in LeadSquared', 'status checks', 'reads'];
	return [head, head.map(() => '---'), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');
}
