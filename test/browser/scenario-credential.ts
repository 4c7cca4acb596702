import { faults } from '../sandbox';
import { secrets } from '../e2e/planted-secrets';
import { credentialName, credentialTypeName } from './names';
import { viewport } from './browser';
import type { Fixture } from './fixture';

/** The user enters the keys with one mistake after the other, and reads each time which it is. */
export async function checkCredential(fixture: Fixture): Promise<void> {
	const { checks, editor, sandbox } = fixture;
	const { credential } = editor;
	checks.step('The credential');
	await credential.create(credentialTypeName);
	await takeWhole(fixture);
	await credential.fill(sandbox.url, secrets.account);

	const keys = ['accessKey', 'secretKey', 'apiKey'] as const;
	const wordings = [/access key or the secret key/, /access key or the secret key/, /x-api-key/];
	for (const [index, key] of keys.entries()) {
		await credential.enter(key, secrets.wrong[key]);
		const said = await credential.save();
		checks.that(`a wrong ${key} is named: ${said}`, wordings[index]?.test(said) === true);
		if (key === 'secretKey') {
			await fixture.searchText('the credential with a wrong key');
			await fixture.screenshots.take('credential-wrong-key', credential.root());
		}
		await credential.enter(key, secrets.account[key]);
	}
	const undo = sandbox.inject({
		path: /UserByAccessKey/,
		fault: faults.wrongRegion('api-us11.leadsquared.com'),
	});
	const elsewhere = await credential.save();
	undo();
	checks.that(`a wrong region is named: ${elsewhere}`, /us11|United States/.test(elsewhere));

	checks.equal('right keys pass', await credential.retry(), 'OK');
	await fixture.searchText('the credential as it was saved');
	await fixture.screenshots.take('credential-tested', credential.root());
	await credential.close();

	await credential.open(credentialName);
	checks.equal(
		'opened again, the access key is shown',
		await credential.input('accessKey').inputValue(),
		secrets.account.accessKey,
	);
	for (const key of ['secretKey', 'apiKey'] as const) {
		const shown = await credential.input(key).inputValue();
		checks.that(`  but not the ${key}`, shown !== secrets.account[key]);
		checks.equal(
			'  which is a password field',
			await credential.input(key).getAttribute('type'),
			'password',
		);
	}
	await fixture.searchPage('the credential opened again', ['accessKey']);
	await credential.close();
}

/** What most users see: a region of LeadSquared, and the three keys. */
async function takeWhole({ tab, editor, screenshots }: Fixture): Promise<void> {
	const { credential } = editor;
	for (const [name, value] of Object.entries(secrets.account)) await credential.enter(name, value);
	await tab.page.setViewportSize({ ...viewport, height: 1000 });
	await screenshots.take('credential', credential.root());
	await tab.page.setViewportSize(viewport);
}
