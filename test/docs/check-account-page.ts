/** What `npm run check-account` prints, for its page: against the mock LeadSquared server, with three things switched. */
import { checkAccount } from '../check-account/check';
import { summaryOf, tableOf } from '../check-account/report';
import { startSandbox } from '../sandbox';
import { credentialFor } from '../support/credential';

export async function sampleCheck(): Promise<string> {
	const sandbox = await startSandbox({
		statusPath: 'entity',
		administrator: false,
		rowDates: 'us',
	});
	try {
		const outcome = await checkAccount(credentialFor(sandbox), {
			pace: Number.MAX_VALUE,
			say: () => undefined,
		});
		if (outcome.kind !== 'checked') throw new Error(outcome.message);
		const { checked } = outcome;
		return ['```text', tableOf(checked.findings), '', summaryOf(checked), '```'].join('\n');
	} finally {
		await sandbox.close();
	}
}
