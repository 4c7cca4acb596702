import { opportunityId, type Opportunity } from '../sandbox';
import { forReal, readExample } from '../support/examples';
import type { SavedCredential, Fixture } from './fixture';
import type { SavedWorkflow, Workflow } from './n8n-client';
import type { Postgres } from './postgres';
import type { SavedExecution } from './saved-execution';
import { triggerOf, withCredential } from './workflows';

/** The workflows that ship for reading, each imported as it is and run. */
export async function checkReadingExamples(
	fixture: Fixture,
	credential: SavedCredential,
	postgres: Postgres,
): Promise<void> {
	await checkChanged(fixture, credential, postgres);
	await checkPhone(fixture, credential);
	await checkConfirmed(fixture, credential);
}

const counts = (saved: SavedExecution, ...names: string[]) =>
	names.map((name) => saved.outputs(name)[0]?.length ?? 0);

async function checkChanged(
	fixture: Fixture,
	credential: SavedCredential,
	postgres: Postgres,
): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step('Example: changed-opportunities-to-database, with a real PostgreSQL');
	fixture.freshAccount();
	const { host, port, user, database } = postgres;
	const access = { host, port, user, database, password: '', ssl: 'disable' };
	const own = {
		id: await client.createCredential('PostgreSQL', 'postgres', access),
		name: 'PostgreSQL',
	};
	const example = readExample<Workflow>('changed-opportunities-to-database');
	const nodes = example.nodes.map((node) =>
		node.type === 'n8n-nodes-base.postgres' ? { ...node, credentials: { postgres: own } } : node,
	);
	const workflow = await client.createWorkflow(
		withCredential({ ...example, nodes }, credential.id, credential.name),
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

/** As it ships, with Check Only on, and then for real. */
async function asItShipsAndForReal(
	{ client }: Fixture,
	credential: SavedCredential,
	name: string,
): Promise<[shipped: SavedExecution, real: SavedExecution]> {
	const run = async (workflow: Workflow): Promise<SavedExecution> => {
		const saved: SavedWorkflow = await client.createWorkflow(
			withCredential(workflow, credential.id, credential.name),
		);
		return await client.runWorkflow(saved, triggerOf(saved));
	};
	const example = readExample<Workflow>(name);
	const shipped = await run(example);
	return [shipped, await run(forReal(example))];
}

async function checkPhone(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, sandbox } = fixture;
	checks.step('Example: phone-to-opportunity');
	fixture.freshAccount();
	const [shipped, real] = await asItShipsAndForReal(fixture, credential, 'phone-to-opportunity');
	const update = (saved: SavedExecution) => saved.outputs('Update Opportunity')[0] ?? [];
	checks.equal(
		'as it ships it sends nothing and says what it would send',
		[
			shipped.status,
			shipped.error?.message,
			update(shipped).map(({ json }) => 'WouldSend' in json),
		],
		['success', undefined, [true, true]],
	);
	checks.equal(
		'for real, the newest opportunity of each lead is updated',
		[real.status, update(real).map(({ json }) => json.ProspectOpportunityId)],
		['success', [opportunityId(1), opportunityId(3)]],
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
	const [missing, ...others] = real.outputs('Rows to Correct')[0] ?? [];
	checks.that(
		'the number that no lead has is to be corrected, with its reason',
		others.length === 0 &&
			missing?.json.Phone === '+91-9999999999' &&
			/has no lead/.test(String(missing.json.Reason)),
		[missing, others],
	);
}

async function checkConfirmed(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, sandbox } = fixture;
	checks.step('Example: confirm-by-reading, with an automation that alters one opportunity');
	fixture.freshAccount();
	sandbox.writing.automation = (id) => (id === opportunityId(3) ? { mx_Custom_6: '1' } : undefined);
	const [shipped, real] = await asItShipsAndForReal(fixture, credential, 'confirm-by-reading');
	checks.equal(
		'as it ships it sends nothing',
		[shipped.status, shipped.error?.message, counts(shipped, 'Update Opportunity', 'Check Status')],
		['success', undefined, [3, 0]],
	);
	checks.equal(
		'for real, all three are completed',
		[real.status, counts(real, 'Check Status')],
		['success', [3]],
	);
	checks.equal('two show what was sent', counts(real, 'Does It Match?'), [2]);
	const rows = (real.outputs('Rows to Look At')[0] ?? []).map(({ json }) => json);
	checks.equal('and one is to be looked at', rows, [
		{ Opportunity: 'HL-1003', Reason: 'mx_Custom_6: sent 900000, found 1' },
	]);
	const reads = sandbox.calls.filter(({ path }) => path.endsWith('GetOpportunityDetails')).length;
	checks.equal('with one read for each, and three more for that one', reads, 3 + 3);
}
