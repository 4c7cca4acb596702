import { faults } from '../sandbox';
import { secrets } from './planted-secrets';
import { credentialData } from './fixture';
import type { SavedCredential, Fixture } from './fixture';
import { credentialType } from './workflows';

const name = 'LeadSquared (e2e)';

/** The credential is saved, and its Test button says what is wrong. */
export async function checkCredentialTest({
	checks,
	client,
	sandbox,
}: Fixture): Promise<SavedCredential> {
	checks.step('The credential and its Test button');
	const right = credentialData(sandbox);
	const id = await client.createCredential(name, credentialType, right);
	const test = async (change: Record<string, unknown>) =>
		await client.testCredential(id, name, credentialType, { ...right, ...change });

	const ok = await test({});
	checks.that('right keys pass', ok.status === 'OK', ok);

	const cases: Array<[string, Record<string, unknown>, RegExp]> = [
		['a wrong access key is named', { accessKey: secrets.wrong.accessKey }, /access key/i],
		['a wrong secret key is named', { secretKey: secrets.wrong.secretKey }, /secret key/i],
		['a wrong x-api-key is named', { apiKey: secrets.wrong.apiKey }, /x-api-key/i],
		['an address without https is refused', { asyncHost: 'http://example.com' }, /Async API Host/],
	];
	for (const [promise, change, wording] of cases) {
		const reply = await test(change);
		checks.that(
			`${promise}: ${reply.message ?? ''}`,
			reply.status === 'Error' && wording.test(reply.message ?? ''),
		);
	}

	const undo = sandbox.inject({
		path: /UserByAccessKey/,
		fault: faults.wrongRegion('api-us11.leadsquared.com'),
	});
	const elsewhere = await test({});
	undo();
	checks.that(
		`a wrong region is named: ${elsewhere.message ?? ''}`,
		elsewhere.status === 'Error' && /us11|United States/.test(elsewhere.message ?? ''),
	);
	return { id, name };
}
