/** The summary at the end of the demo. */
import type { IRun, INodeExecutionData } from 'n8n-workflow';

export interface Outcome {
	rows: number;
	accepted: INodeExecutionData[];
	notAccepted: INodeExecutionData[];
	completed: INodeExecutionData[];
	failed: INodeExecutionData[];
	pending: INodeExecutionData[];
}

export function outcomeOf(run: IRun, rows: number): Outcome {
	const outputs = (name: string) =>
		(run.data.resultData.runData[name]?.at(-1)?.data?.main ?? []).map((items) => items ?? []);
	const [accepted = [], notAccepted = []] = outputs('Update Opportunity');
	const [completed = [], failed = [], pending = []] = outputs('Check Status');
	return { rows, accepted, notAccepted, completed, failed, pending };
}

export function summary(outcome: Outcome, calls: number | undefined, seconds: number): string {
	const { rows, accepted, notAccepted, completed, failed, pending } = outcome;
	const line = (label: string, value: string | number) =>
		`  ${label.padEnd(14)} ${String(value).padStart(6)}`;
	return [
		line('rows', rows),
		line('accepted', accepted.length),
		line('not accepted', notAccepted.length),
		...details(notAccepted, ({ json, pairedItem }) =>
			detail(rowOf(pairedItem), String(json.error)),
		),
		line('succeeded', completed.length),
		line('failed', failed.length),
		...details(failed, ({ json, pairedItem }) =>
			detail(whose(json, pairedItem), String(json.StatusReason ?? json.error)),
		),
		line('pending', pending.length),
		...details(pending, ({ json, pairedItem }) => detail(whose(json, pairedItem), 'still queued')),
		...(calls === undefined ? [] : [line('calls made', calls)]),
		line('seconds', seconds.toFixed(1)),
	].join('\n');
}

const mostDetails = 10;

function details(items: INodeExecutionData[], say: (item: INodeExecutionData) => string): string[] {
	const more = items.length - mostDetails;
	return [...items.slice(0, mostDetails).map(say), ...(more > 0 ? [`      and ${more} more`] : [])];
}

const detail = (who: string, what: string) => `      ${who}: ${what}`;

function whose(
	json: INodeExecutionData['json'],
	pairedItem: INodeExecutionData['pairedItem'],
): string {
	const customer = json.Customer ?? rowOf(pairedItem);
	return `${String(customer)} (request ${String(json.RequestId ?? 'unknown')})`;
}

function rowOf(pairedItem: INodeExecutionData['pairedItem']): string {
	return typeof pairedItem === 'object' && 'item' in pairedItem
		? `row ${pairedItem.item + 1}`
		: 'a row';
}
