/** What the examples that read do for real. */
import { opportunityId, type Opportunity } from '../sandbox';
import { imported, tried } from './example-runs';
import type { SavedCredential, Fixture } from './fixture';
import type { Workflow } from './n8n-client';
import type { Postgres } from './postgres';
import type { SavedExecution } from './saved-execution';
import { exampleWorkflow, triggerOf } from './workflows';

/** What the user does after an import besides: choose the credential of a database. */
export async function withDatabase(
	{ client }: Fixture,
	{ host, port, user, database }: Postgres,
	workflow: Workflow,
): Promise<Workflow> {
	if (!workflow.nodes.some(({ type }) => type === postgresType)) return workflow;
	const name = 'PostgreSQL';
	const access = { host, port, user, database, password: '', ssl: 'disable' };
	const postgres = { id: await client.createCredential(name, 'postgres', access), name };
	const nodes = workflow.nodes.map((node) =>
		node.type === postgresType ? { ...node, credentials: { postgres } } : node,
	);
	return { ...workflow, nodes };
}

const postgresType = 'n8n-nodes-base.postgres';

const counts = (saved: SavedExecution, ...names: string[]) =>
	names.map((name) => saved.outputs(name)[0]?.length ?? 0);

export async function checkChanged(
	fixture: Fixture,
	credential: SavedCredential,
	postgres: Postgres,
): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step('Example: changed-opportunities-to-database, with a real PostgreSQL');
	fixture.freshAccount();
	const example = exampleWorkflow('changed-opportunities-to-database');
	const workflow = await imported(
		fixture,
		credential,
		await withDatabase(fixture, postgres, example),
	);
	const run = async () => {
		const saved = await client.runWorkflow(workflow, 'Every 15 Minutes');
		return {
			status: saved.status,
			message: saved.error?.message,
			read: counts(saved, 'Changed Opportunities')[0],
			fresh: (saved.outputs('New or Changed Since')[0] ?? []).length,
		};
	};
	const names = () => postgres.query('SELECT name FROM leadsquared_opportunities ORDER BY name');
	/** Someone changes an opportunity, so many minutes ago. */
	const change = (n: number, name: string, minutesAgo: number) => {
		const { fields } = sandbox.opportunities.get(opportunityId(n)) as Opportunity;
		fields.mx_Custom_1 = name;
		fields.ModifiedOn = new Date(Date.now() - minutesAgo * 60_000)
			.toISOString()
			.slice(0, 19)
			.replace('T', ' ');
	};

	checks.equal(
		'a day without a change leaves an empty table',
		[(await run()).status, names()],
		['success', []],
	);
	change(1, 'First', 300);
	change(2, 'Second', 20);
	change(3, 'Third', 10);
	checks.equal('what changed in the last day is saved, and is new', await run(), {
		status: 'success',
		message: undefined,
		read: 3,
		fresh: 3,
	});
	checks.equal('in the table', names(), ['First', 'Second', 'Third']);
	checks.equal(
		'with the times of LeadSquared',
		postgres.query(
			"SELECT to_char(modified_on AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') FROM leadsquared_opportunities WHERE name = 'Third'",
		),
		[sandbox.opportunities.get(opportunityId(3))?.fields.ModifiedOn],
	);
	checks.equal('the next run reads the overlap again, and nothing of it is new', await run(), {
		status: 'success',
		message: undefined,
		read: 2,
		fresh: 0,
	});

	change(2, 'Second, changed', 1);
	change(4, 'Fourth', 1);
	checks.equal('a change and an addition are new', (await run()).fresh, 2);
	checks.equal('and in the table', names(), ['First', 'Fourth', 'Second, changed', 'Third']);

	change(5, 'Fifth', 0);
	const release = sandbox.inject({
		path: /RetrieveRecentlyModified|RetrieveByActivityEvent/,
		fault: { kind: 'reply', status: 500, body: { ExceptionType: 'MXE', ExceptionMessage: 'No.' } },
	});
	checks.equal(
		'a run in which LeadSquared fails ends with an error',
		(await run()).status,
		'error',
	);
	release();
	checks.equal('and the next one makes up for it', [(await run()).fresh, names().length], [1, 5]);

	change(6, 'Refused', 0);
	postgres.query(
		"ALTER TABLE leadsquared_opportunities ADD CONSTRAINT refused CHECK (name <> 'Refused')",
	);
	checks.equal('a run that cannot write ends with an error', (await run()).status, 'error');
	postgres.query('ALTER TABLE leadsquared_opportunities DROP CONSTRAINT refused');
	checks.equal('and nothing of it is lost', [(await run()).fresh, names().length], [1, 6]);
	checks.equal('nothing was sent to LeadSquared', sandbox.requests.size, 0);
}

export async function checkPhone(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, sandbox } = fixture;
	const saved = await tried(fixture, credential, 'phone-to-opportunity');
	checks.equal(
		'the newest opportunity of each lead is updated',
		(saved.outputs('Update Opportunity')[0] ?? []).map(({ json }) => json.ProspectOpportunityId),
		[opportunityId(1), opportunityId(3)],
	);
	checks.equal(
		'once',
		[...sandbox.requests.values()].map(({ state }) => state),
		['Success', 'Success'],
	);
	checks.equal(
		'with the value of its row',
		[1, 3].map((n) => sandbox.opportunities.get(opportunityId(n))?.fields.mx_Custom_6),
		['1250000', '875000'],
	);
	const [missing, ...others] = saved.outputs('Rows to Correct')[0] ?? [];
	checks.that(
		'the number that no lead has is to be corrected, with its reason',
		others.length === 0 &&
			missing?.json.Phone === '+91-9999999999' &&
			/has no lead/.test(String(missing.json.Reason)),
		[missing, others],
	);
}

export async function checkConfirmed(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step('Example: confirm-by-reading, with an automation that alters one opportunity');
	fixture.freshAccount();
	sandbox.writing.automation = (id) => (id === opportunityId(3) ? { mx_Custom_6: '1' } : undefined);
	const workflow = await imported(fixture, credential, exampleWorkflow('confirm-by-reading'));
	const saved = await client.runWorkflow(workflow, triggerOf(workflow));
	checks.equal(
		'all three are completed',
		[saved.status, saved.error?.message, counts(saved, 'Check Status')],
		['success', undefined, [3]],
	);
	checks.equal('two show what was sent', counts(saved, 'Does It Match?'), [2]);
	const rows = (saved.outputs('Rows to Look At')[0] ?? []).map(({ json }) => json);
	checks.equal('and one is to be looked at', rows, [
		{ Opportunity: 'HL-1003', Reason: 'mx_Custom_6: sent 900000, found 1' },
	]);
	const reads = sandbox.calls.filter(({ path }) => path.endsWith('GetOpportunityDetails')).length;
	checks.equal('with one read for each, and three more for that one', reads, 3 + 3);
}
