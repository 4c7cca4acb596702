import { faults, opportunityId } from '../sandbox';
import type { Fault } from '../sandbox';
import { secrets } from './planted-secrets';
import { credentialData, runUpdates } from './fixture';
import type { SavedCredential, Fixture } from './fixture';
import { credentialType } from './workflows';
import type { Row } from './workflows';

const rows: Row[] = [1, 2, 3].map((n) => ({
	opportunityId: opportunityId(n),
	title: `Changed ${n}`,
}));

/** Runs that fail: what the user reads afterwards. That no secret was saved is checked at the end. */
export async function checkFailures(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
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
		fixture.freshAccount();
		sandbox.inject({ path: '/opportunity/update', opportunityId: opportunityId(2), fault });
		const saved = await runUpdates(fixture, credential, { name: what, rows });
		const read = `${saved.error?.message ?? ''} ${saved.error?.description ?? ''}`;
		checks.that(
			`${what}: the run fails and says so: ${read}`,
			saved.status === 'error' && wording.test(read),
		);
		checks.equal('  in the node that failed', saved.lastNode, 'Update');
	}

	checks.step('Failures with "Continue (using error output)"');
	fixture.freshAccount();
	sandbox.inject({
		path: '/opportunity/update',
		opportunityId: opportunityId(2),
		fault: faults.mxException,
	});
	const split = await runUpdates(fixture, credential, {
		name: 'error output',
		rows,
		settings: { onError: 'continueErrorOutput' },
	});
	checks.equal(
		'two items accepted, one on the error output',
		split.outputs('Update').map((items) => items.length),
		[2, 1],
	);
	checks.equal('the run is a success', split.status, 'success');

	checks.step('A credential with wrong keys');
	fixture.freshAccount();
	const name = 'LeadSquared, wrong keys (e2e)';
	const id = await client.createCredential(name, credentialType, {
		...credentialData(sandbox),
		...secrets.wrong,
	});
	const denied = await runUpdates(fixture, { id, name }, { name: 'wrong keys', rows });
	checks.that(
		`the run fails and says so: ${denied.error?.message ?? ''}`,
		denied.status === 'error',
	);
	checks.equal('nothing was accepted', sandbox.requests.size, 0);
}
