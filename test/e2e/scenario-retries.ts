import { faults, leadId, opportunityId } from '../sandbox';
import { acceptances, arrivals } from './arrivals';
import { sourceOf } from './saved-execution';
import { runUpdates } from './fixture';
import type { SavedCredential, Fixture } from './fixture';
import { asyncType, inARow, node, updateType, withCredential } from './workflows';
import type { Row } from './workflows';

const rows: Row[] = [1, 2, 3, 4, 5].map((n) => ({
	opportunityId: opportunityId(n),
	title: `Tried again ${n}`,
}));
const indexes = rows.map((_row, index) => index);
const once = rows.map(() => 1);
const path = '/opportunity/update';
const middle = opportunityId(3);

/** n8n's own retries of a node: what LeadSquared accepted is not sent again. */
export async function checkRetries(fixture: Fixture, credential: SavedCredential): Promise<void> {
	await checkRetryOfSaved(fixture, credential);
	await checkRetryOfChanged(fixture, credential);
	await checkRetryOnFail(fixture, credential);
	await checkContinue(fixture, credential, 'continueRegularOutput');
	await checkContinue(fixture, credential, 'continueErrorOutput');
	await checkInputError(fixture, credential);
}

async function checkRetryOfSaved(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step('"Retry" on a saved failed execution');
	fixture.freshAccount();
	const recover = sandbox.inject({ path, opportunityId: middle, fault: faults.plain500 });
	const failed = await runUpdates(fixture, credential, { name: 'to be retried', rows });
	recover();
	const acceptedFirst = acceptances(sandbox, rows);
	checks.that(
		'the first attempt had some accepted, not the one in the middle',
		acceptedFirst.flat().length > 0 && acceptedFirst[2]?.length === 0,
		acceptedFirst,
	);

	const retried = await client.retryExecution(failed.id);
	checks.equal(
		'it failed, and its retry succeeds',
		[failed.status, retried.status],
		['error', 'success'],
	);
	const accepted = acceptances(sandbox, rows);
	checks.equal('each opportunity was accepted once, both together', counts(accepted), once);
	const requestIds = (retried.outputs('Update')[0] ?? []).map(({ json }) => json.RequestId);
	checks.equal(
		'the retried execution holds the RequestIds that the first attempt was given',
		indexes.map((index) => (acceptedFirst[index]?.length ? [requestIds[index]] : [])),
		acceptedFirst,
	);
	checks.equal('and those of the rest', requestIds, accepted.flat());
	const changed = rows.map(
		(row) => sandbox.opportunities.get(row.opportunityId)?.fields.mx_Custom_1,
	);
	checks.equal(
		'every opportunity has its new value',
		changed,
		rows.map((row) => row.title),
	);
	checks.equal(
		'each item has its outcome',
		retried.outputs('Check').map((items) => items.length),
		[rows.length, 0, 0],
	);
}

/** "Retry with currently saved workflow", with the node changed and then renamed. */
async function checkRetryOfChanged(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	for (const isUpdate of [true, false]) {
		const what = isUpdate ? 'updates' : 'activities';
		checks.step(`"Retry with currently saved workflow" of ${what}, after the node was changed`);
		fixture.freshAccount();
		const leads = [1, 2, 3].map((n) => ({ lead: leadId(n), opportunity: opportunityId(n) }));
		const workflow = (note: string, name = 'Send') =>
			withCredential(
				inARow(`e2e: ${what}, changed`, [
					node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
					node('Data', 'n8n-nodes-base.set', 3.4, {
						mode: 'raw',
						jsonOutput: JSON.stringify({ leads }),
						options: {},
					}),
					node('Leads', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'leads', options: {} }),
					isUpdate ? updateOf(name, note) : activityOf(name, note),
				]),
				credential.id,
				credential.name,
			);
		const notes = () =>
			[...sandbox.requests.values()].map(({ body }) => {
				const { OpportunityNote, ActivityNote } = body as Record<string, unknown>;
				return OpportunityNote ?? ActivityNote;
			});
		const refused = isUpdate ? opportunityId(3) : leadId(3);
		sandbox.inject({
			when: ({ rawBody }) => rawBody.includes(refused),
			times: 2,
			fault: faults.mxException,
		});
		const saved = await client.createWorkflow(workflow('first'));
		const failed = await client.runWorkflow(saved, 'Start');
		checks.equal(
			'two of three are accepted, and the execution fails',
			[failed.status, notes()],
			['error', ['first', 'first']],
		);
		const before = [...sandbox.requests.keys()];

		await client.changeWorkflow(saved, workflow('second', 'Another name'));
		const renamed = await client
			.retryExecution(failed.id, { loadWorkflow: true })
			.catch((error: Error) => error.message);
		checks.that(
			'n8n refuses to retry a node that was renamed, and nothing is sent',
			typeof renamed === 'string' &&
				/Could not find the node .+Send/.test(renamed) &&
				sandbox.requests.size === 2,
			renamed,
		);

		await client.changeWorkflow(saved, workflow('second'));
		const again = await client.retryExecution(failed.id, { loadWorkflow: true });
		const third = isUpdate ? ['first', 'first', 'second', 'second'] : ['first', 'first'];
		checks.equal(
			isUpdate
				? 'the retry fails at the third too; the others are sent with the new values'
				: 'the retry fails at the third too; the others are not sent again',
			[again.status, notes()],
			['error', third],
		);
		const last = await client.retryExecution(again.id, { loadWorkflow: true });
		checks.equal(
			'the retry of that one sends the third, with the new value',
			[last.status, notes()],
			['success', [...third, 'second']],
		);
		const ids = (last.outputs('Send')[0] ?? []).map(({ json }) => json.RequestId);
		const all = [...sandbox.requests.keys()];
		checks.equal(
			isUpdate ? 'with the newest RequestIds' : 'with the first RequestIds of the others',
			ids,
			isUpdate ? all.slice(2) : [...before, ...all.slice(2)],
		);
		// Those of the first try are in no output.
		if (isUpdate) fixture.forgetRequests(before);
	}
}

const updateOf = (name: string, note: string) =>
	node(name, updateType, 1, {
		opportunityId: { __rl: true, mode: 'id', value: '={{ $json.opportunity }}' },
		fieldsMode: 'manual',
		note,
		options: { maxConcurrency: 1 },
	});

const activityOf = (name: string, note: string) =>
	node(name, asyncType, 1, {
		resource: 'activity',
		operation: 'create',
		leadId: '={{ $json.lead }}',
		activityType: { __rl: true, mode: 'id', value: '201' },
		fieldsMode: 'manual',
		note,
		options: { maxConcurrency: 1 },
	});

async function checkRetryOnFail(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, sandbox } = fixture;
	checks.step('Retry On Fail with On Error = Stop');
	fixture.freshAccount();
	// Final for the node, so that each of these ends one of n8n's attempts.
	sandbox.inject({ path, opportunityId: middle, times: 2, fault: faults.mxException });
	const saved = await runUpdates(fixture, credential, {
		name: 'retry on fail',
		rows,
		settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
		// The items after the failed one have not been sent when it fails.
		options: { maxConcurrency: 1 },
	});
	checks.equal(
		'the third try succeeds',
		[saved.status, saved.error?.message],
		['success', undefined],
	);
	const arrived = arrivals(sandbox, rows);
	checks.equal('the failing one was sent three times, the others once', arrived, [1, 1, 3, 1, 1]);
	const accepted = acceptances(sandbox, rows);
	checks.equal('each opportunity was accepted once', counts(accepted), once);
	const items = saved.outputs('Update')[0] ?? [];
	checks.equal(
		'each item comes out once with its RequestId, in order',
		items.map((item) => [sourceOf(item), item.json.RequestId]),
		indexes.map((index) => [index, accepted[index]?.[0]]),
	);
}

async function checkContinue(
	fixture: Fixture,
	credential: SavedCredential,
	onError: 'continueRegularOutput' | 'continueErrorOutput',
): Promise<void> {
	const { checks, sandbox } = fixture;
	checks.step(`Retry On Fail with On Error = ${onError}, the first item fails`);
	fixture.freshAccount();
	sandbox.inject({ path, opportunityId: opportunityId(1), fault: faults.mxException });
	const saved = await runUpdates(fixture, credential, {
		name: `retry on fail, ${onError}`,
		rows,
		settings: { onError, retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
	});
	const outputs = saved.outputs('Update');
	checks.equal(
		'each item comes out once, in pairing order, the failed one where it belongs',
		outputs.map((items) => items.map(sourceOf)),
		onError === 'continueErrorOutput' ? [indexes.slice(1), [0]] : [indexes],
	);
	checks.equal('n8n ran the node once: each was sent once', arrivals(sandbox, rows), once);
	const accepted = acceptances(sandbox, rows);
	checks.equal('each was accepted once, but the failed one', counts(accepted), [0, 1, 1, 1, 1]);
	const failed = outputs.flat().filter((item) => sourceOf(item) === 0);
	const others = outputs.flat().filter((item) => sourceOf(item) !== 0);
	checks.that(
		'the failed one says why',
		/MXInvalidActivityFieldsException/.test(String(failed[0]?.json.error)),
		failed[0]?.json,
	);
	checks.equal(
		'the others hold their RequestIds',
		others.map(({ json }) => json.RequestId),
		accepted.flat(),
	);
}

async function checkInputError(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, sandbox } = fixture;
	checks.step("Retry On Fail with the input's field 'error' in the output");
	fixture.freshAccount();
	const saved = await runUpdates(fixture, credential, {
		name: 'retry on fail, input field error',
		// n8n takes a first item with such a field for a failed node: 1.x with any value of it, 2.x with most.
		rows: rows.map((row) => ({ ...row, error: '' })),
		settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
		options: { includeInputFields: true },
	});
	checks.equal('n8n ran the node once: each was sent once', arrivals(sandbox, rows), once);
	checks.equal(
		"the output holds the input's fields",
		(saved.outputs('Update')[0] ?? []).map(({ json }) => json.title),
		rows.map((row) => row.title),
	);
}

function counts(lists: unknown[][]): number[] {
	return lists.map((list) => list.length);
}
