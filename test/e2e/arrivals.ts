import type { Sandbox } from '../sandbox';
import { delay } from '../support/platform';
import type { Row } from './workflows';

/** The opportunity that the body of an update names. */
export function opportunityOf(body: unknown): unknown {
	return typeof body === 'object' && body !== null
		? Reflect.get(body, 'ProspectOpportunityId')
		: undefined;
}

/** How many updates of each row's opportunity arrived, whatever their outcome. */
export function arrivals(sandbox: Sandbox, rows: Row[]): number[] {
	const submits = sandbox.calls.filter((call) => call.path === '/opportunity/update');
	const named = submits.map((call) => opportunityOf(call.body));
	return rows.map((row) => named.filter((id) => id === row.opportunityId).length);
}

/** The RequestIds of the accepted updates of each row's opportunity. */
export function acceptances(sandbox: Sandbox, rows: Row[]): string[][] {
	const requests = [...sandbox.requests.values()];
	return rows.map((row) =>
		requests.filter(({ body }) => opportunityOf(body) === row.opportunityId).map(({ id }) => id),
	);
}

/** Waits until so many updates of the rows are accepted. */
export async function untilAccepted(sandbox: Sandbox, rows: Row[], count: number): Promise<void> {
	const deadline = Date.now() + 30_000;
	while (acceptances(sandbox, rows).flat().length < count) {
		if (Date.now() > deadline) throw new Error(`fewer than ${count} updates were accepted`);
		await delay(50);
	}
}
