import { faults, opportunityId } from '../sandbox';
import type { Fault } from '../sandbox';
import { secrets } from './planted';
import { credentialData } from './scene';
import type { SavedCredential, Scene } from './scene';
import { credentialType, triggerOf, updateWorkflow, withCredential } from './workflows';
import type { Row } from './workflows';

const rows: Row[] = [1, 2, 3].map((n) => ({
	opportunityId: opportunityId(n),
	title: `Changed ${n}`,
}));

/** Runs that fail: what a person reads afterwards. That no secret was saved is checked at the end. */
export async function checkFailures(scene: Scene, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = scene;
	checks.step('Runs that fail');

	const refusals: Array<[string, Fault, RegExp]> = [
		['HTTP 500 with an MX exception', faults.mxException, /MXInvalidActivityFieldsException/],
		['HTTP 401, wrong keys', faults.wrongKeys, /key/i],
		[
			'HTTP 401, wrong region',
			faults.wrongRegion('api-us11.leadsquared.com'),
			/us11|United States/,
		],
		['HTTP 403, bad x-api-key', faults.badApiKey, /x-api-key/i],
		['HTTP 200 with an error inside', faults.errorIn200, /MXInvalidInputException/],
		['an HTML page', { kind: 'html', status: 200 }, /HTML|page|not JSON/i],
		['a reset connection', { kind: 'reset' }, /connection|closed|reset/i],
	];
	for (const [what, fault, wording] of refusals) {
		scene.freshAccount();
		sandbox.inject({ path: '/opportunity/update', opportunityId: opportunityId(2), fault });
		const saved = await runWith(scene, what, credential, {});
		const read = `${saved.error?.message ?? ''} ${saved.error?.description ?? ''}`;
		checks.that(
			`${what}: the run fails and says so: ${read}`,
			saved.status === 'error' && wording.test(read),
		);
		checks.equal('  in the node that failed', saved.lastNode, 'Update');
	}

	checks.step('"Retry" on a saved failed execution');
	scene.freshAccount();
	const recover = sandbox.inject({
		path: '/opportunity/update',
		opportunityId: opportunityId(2),
		fault: faults.plain500,
	});
	const failed = await runWith(scene, 'to be retried', credential, {});
	recover();
	const retried = await client.retryExecution(failed.id);
	checks.equal(
		'it failed, and its retry succeeds',
		[failed.status, retried.status],
		['error', 'success'],
	);
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
		[3, 0, 0],
	);

	checks.step('Failures with "Continue (using error output)"');
	scene.freshAccount();
	sandbox.inject({
		path: '/opportunity/update',
		opportunityId: opportunityId(2),
		fault: faults.mxException,
	});
	const split = await runWith(scene, 'error output', credential, {
		onError: 'continueErrorOutput',
	});
	checks.equal(
		'two items accepted, one on the error output',
		split.outputs('Update').map((items) => items.length),
		[2, 1],
	);
	checks.equal('the run is a success', split.status, 'success');

	checks.step('A credential with wrong keys');
	scene.freshAccount();
	const name = 'LeadSquared, wrong keys (e2e)';
	const id = await client.createCredential(name, credentialType, {
		...credentialData(sandbox),
		...secrets.wrong,
	});
	const denied = await runWith(scene, 'wrong keys', { id, name }, {});
	checks.that(
		`the run fails and says so: ${denied.error?.message ?? ''}`,
		denied.status === 'error',
	);
	checks.equal('nothing was accepted', sandbox.requests.size, 0);
}

async function runWith(
	{ client }: Scene,
	name: string,
	credential: SavedCredential,
	changes: Parameters<typeof updateWorkflow>[2],
) {
	const plain = withCredential(
		updateWorkflow(`e2e: ${name}`, rows, changes),
		credential.id,
		credential.name,
	);
	const workflow = await client.createWorkflow(plain);
	return await client.runWorkflow(workflow.id, triggerOf(workflow));
}
