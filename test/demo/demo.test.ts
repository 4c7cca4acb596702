import { LeadSquaredAsyncApi } from '../../credentials/LeadSquaredAsyncApi.credentials';
import { LeadSquaredCheckStatus } from '../../nodes/LeadSquaredCheckStatus/LeadSquaredCheckStatus.node';
import { LeadSquaredUpdateOpportunity } from '../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import { checkType, updateType } from '../support/engine';
import { fs, os, path, root } from '../support/platform';
import { sandboxAccount } from './account';
import { runExample } from './run-example';
import { useVirtualTime } from '../support/virtual-time';

useVirtualTime();

/** The whole demo takes minutes; three of its rows show whether its workflow still runs. */
it('sends the rows of a file through the example workflow and reports their outcome', async () => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'demo-'));
	const all = fs.readFileSync(path.join(root, 'examples', 'opportunity-updates.csv'), 'utf8');
	const csv = path.join(folder, 'three.csv');
	fs.writeFileSync(csv, all.split('\n').slice(0, 4).join('\n'));
	const said: string[] = [];
	const say = (text: string) => void said.push(text);
	const account = await sandboxAccount(say, 0);
	const pauses: number[] = [];
	const pause = async (ms: number) => void (await Promise.resolve(pauses.push(ms)));
	try {
		const types = {
			credentialType: new LeadSquaredAsyncApi(),
			nodeTypes: {
				[updateType]: new LeadSquaredUpdateOpportunity(),
				[checkType]: new LeadSquaredCheckStatus(),
			},
		};
		expect(await runExample(account, csv, types, say, pause)).toBe(true);
	} finally {
		await account.close();
		fs.rmSync(folder, { recursive: true });
	}
	expect(pauses).toEqual([5_000]);
	expect(said.at(-1)).toMatch(/rows +3\n +accepted +3\n +not accepted +0\n +succeeded +3\n/);
	// Three updates, three checks, and the fields of the type.
	expect(said.at(-1)).toMatch(/failed +0\n +pending +0\n +calls made +7\n/);
});
