/** 25,000 leads are read whole while others change under way. */
import { leadId, stamp, type Sandbox } from '../../sandbox';
import { recordsOf, runRead } from '../../support/run-read';
import { useNewSandbox } from '../../support/use-sandbox';

const count = 25_000;

const pageSize = 1_000;

const start = Date.UTC(2026, 4, 1);

/** As imports and people leave them: up to twelve in one second, and one bulk update of 2,300 in a single second. */
function fill({ leads }: Sandbox): void {
	leads.clear();
	let second = 0;
	for (let n = 1; n <= count; n++) {
		const isBulk = n > 9_000 && n <= 11_300;
		if (!isBulk && n % 12 === 0) second++;
		if (n === 9_001 || n === 11_301) second++;
		leads.set(leadId(n), { ModifiedOn: stamp(start + second * 1_000) });
	}
}

describe('leads that changed', () => {
	const account = useNewSandbox({ reads: { recordCount: 'page' } });

	test('come whole and each once, while 500 of them change under way', async () => {
		const { sandbox } = account;
		fill(sandbox);
		let changes = 0;
		const now = Date.UTC(2026, 5, 1);
		// Before each page is answered, leads change: read ones, unread ones, and the first of the next page.
		sandbox.inject({
			path: /RecentlyModified$/,
			when: () => {
				for (let k = 0; k < 25 && changes < 500; k++) {
					const n = ((changes * 7_919) % count) + 1;
					sandbox.leads.get(leadId(n))!.ModifiedOn = stamp(now + changes * 1_000);
					changes++;
				}
				return false;
			},
			fault: { kind: 'reset' },
		});
		const run = await runRead(sandbox, 'lead', 'getMany', {
			findBy: 'changed',
			changedSince: new Date(start).toISOString(),
			returnAll: true,
		});
		const ids = recordsOf(run).map((one) => one.leadId);
		expect(changes).toBe(500);
		expect(new Set(ids).size).toBe(count);
		expect(ids).toHaveLength(count);
		const calls = sandbox.calls.filter(({ path }) => path.endsWith('RecentlyModified'));
		// What the page size makes necessary: the leads, and those that changed once more.
		expect(calls.length).toBeLessThanOrEqual(((count + changes) / pageSize) * 1.05 + 1);
		expect(run.hints).toEqual([]);
	});
});
