import { opportunityOf } from './arrivals';
import { tried } from './example-runs';
import type { Fixture, SavedCredential } from './fixture';
import { sourceOf } from './saved-execution';
import type { SavedExecution, SavedItem } from './saved-execution';
import { exampleWorkflow, nodeOf, statusType, updateType } from './workflows';

const states = ['succeeded', 'failed', 'pending'];

/** The first example for real: what was sent, saved and returned. */
export async function checkExample(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const saved = await tried(fixture, credential, 'update-and-check');
	const workflow = exampleWorkflow('update-and-check');
	const accepted = checkUpdates(fixture, saved, nodeOf(workflow, updateType).name);
	checkOutcomes(fixture, saved, nodeOf(workflow, statusType).name, accepted);
}

/** The update node: one call for each item, and its RequestId on the item that it belongs to. */
function checkUpdates(
	{ checks, sandbox }: Fixture,
	saved: SavedExecution,
	nodeName: string,
): SavedItem[] {
	const outputs = saved.outputs(nodeName);
	const accepted = outputs[0] ?? [];
	const requestIds = accepted.map(({ json }) => String(json.RequestId));
	checks.that(`${accepted.length} updates were accepted`, accepted.length > 0);
	checks.equal(
		'each RequestId is saved once and known to LeadSquared',
		requestIds.sort(),
		[...sandbox.requests.keys()].sort(),
	);
	const strangers = accepted.filter(
		({ json }) =>
			opportunityOf(sandbox.requests.get(String(json.RequestId))?.body) !==
			json.ProspectOpportunityId,
	);
	checks.equal("each is on its own opportunity's item", strangers, []);
	checks.that(
		'the items are paired with their inputs, in order',
		isAscending(accepted.map(sourceOf)),
	);

	const submits = sandbox.calls.filter((call) => call.path === '/opportunity/update');
	checks.equal('LeadSquared saw one call for each item', submits.length, outputs.flat().length);
	const { accessKey, secretKey, apiKey } = sandbox.keys;
	const keyed = submits.filter(
		({ query, headers }) =>
			query.accessKey === accessKey &&
			query.secretKey === secretKey &&
			headers['x-api-key'] === apiKey,
	);
	checks.equal(
		'every call carried the three keys as LeadSquared documents it',
		keyed.length,
		submits.length,
	);
	return accepted;
}

/** The status node: each accepted update on the output of its state, and the account changed accordingly. */
function checkOutcomes(
	{ checks, sandbox }: Fixture,
	saved: SavedExecution,
	nodeName: string,
	accepted: SavedItem[],
): void {
	const outputs = saved.outputs(nodeName);
	checks.equal('the status node has three outputs', outputs.length, 3);
	const misplaced = outputs.flatMap((items, index) =>
		items.filter(({ json }) => json.State !== states[index]),
	);
	checks.equal('Completed, Failed and Pending hold their own state and no other', misplaced, []);
	checks.say(
		`        ${states.map((state, index) => `${state}: ${outputs[index]?.length ?? 0}`).join(', ')}`,
	);

	const all = outputs.flat();
	const pairs = all.map((item) => [sourceOf(item), item.json.RequestId]);
	const expected = accepted.map((item, index) => [index, item.json.RequestId]);
	const byInput = pairs.sort(([a], [b]) => Number(a) - Number(b));
	checks.equal('each accepted update has one outcome, paired with its item', byInput, expected);

	checks.that('some updates succeeded', (outputs[0]?.length ?? 0) > 0);
	const done = (outputs[0] ?? []).map(({ json }) =>
		opportunityOf(sandbox.requests.get(String(json.RequestId))?.body),
	);
	const changed = [...sandbox.opportunities.values()].filter(({ updates }) => updates > 0);
	const named = (id: unknown) =>
		changed.some((opportunity) => opportunity.id === id || opportunity.autoId === id);
	checks.equal(
		'each of those changed its opportunity',
		done.filter((id) => !named(id)),
		[],
	);
	const updates = changed.reduce((sum, opportunity) => sum + opportunity.updates, 0);
	checks.equal('and changed it once', updates, done.length);
}

function isAscending(indexes: Array<number | undefined>): boolean {
	return indexes.every(
		(index, at) => index !== undefined && (at === 0 || index > (indexes[at - 1] ?? index)),
	);
}
