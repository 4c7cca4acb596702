/** Lists that change while they are read: no record is lost at the border of a page, none comes twice. */
import {
	HOME_LOANS,
	leadId,
	opportunityId,
	type ReadingQuirks,
	type Sandbox,
	type SandboxOptions,
} from '../../sandbox';
import { plainDate } from '../../sandbox/seed';
import { byId } from '../../support/run-node';
import { useVirtualTime } from '../../support/virtual-time';
import { column, read, useAccounts } from './reading';

useVirtualTime();

const opened = useAccounts();

/** An account that does something to its records after each page of a list. */
async function account(
	options: SandboxOptions,
	afterPage: (sandbox: Sandbox, page: number) => void,
): Promise<Sandbox> {
	let page = 0;
	const sandbox: Sandbox = await opened({
		...options,
		logLine: (line) => {
			if (/POST .* 200/.test(line)) afterPage(sandbox, ++page);
		},
	});
	return sandbox;
}

const pagesOf = ({ calls }: Sandbox) => calls.filter(({ method }) => method === 'POST');

const LEADS = 25_000;
const CHANGES = 500;

/** Changes leads from the front of the list, most of which have come already, and from its end. */
function changesLeads(perPage: number, count: number) {
	let changed = 0;
	return ({ leads }: Sandbox) => {
		for (let n = 0; n < perPage && changed < CHANGES; n++, changed++) {
			// By turns a lead that has come, and one that has not.
			const number = changed % 2 === 0 ? 1 + changed * 3 : count - changed * 3;
			leads.get(leadId(number))!.ModifiedOn = plainDate(Date.now());
		}
	};
}

const allLeads = (count: number) => Array.from({ length: count }, (_, index) => leadId(index + 1));

describe(`${LEADS} changed leads, of which ${CHANGES} change while they are read`, () => {
	test('each comes once, in hardly more calls than the pages need', async () => {
		const sandbox = await account({ leads: LEADS }, changesLeads(25, LEADS));
		const parameters = { which: 'changed', from: '2026-06-01', returnAll: true };
		const { rows, hints, error } = await read(sandbox, 'lead:getMany', parameters);
		expect(error).toBeUndefined();
		expect(rows).toHaveLength(LEADS);
		expect(new Set(column(rows, 'leadId'))).toEqual(new Set(allLeads(LEADS)));
		expect(pagesOf(sandbox).length).toBeLessThanOrEqual(1.05 * Math.ceil(LEADS / 1_000));
		expect(hints).toEqual([]);
		// Some were read after their change, with the new date.
		const late = rows.filter(({ modifiedOn }) => String(modifiedOn) >= '2026-07');
		expect(late.length).toBeGreaterThan(CHANGES / 4);
	});
});

describe('1,500 leads, of which many change while they are read', () => {
	const count = 1_500;
	const variants: Array<[string, SandboxOptions, Partial<ReadingQuirks>]> = [
		['pages cut at 100', {}, { pageCap: 100 }],
		['no count', {}, { recordCount: 'none' }],
		['a count of the page', {}, { recordCount: 'page', pageCap: 250 }],
		['a bare list', {}, { lists: 'bare', pageCap: 200 }],
		['the newest change first', {}, { changedOrder: 'newestFirst', pageCap: 100 }],
		['an order that is not by date', {}, { changedOrder: 'ofCreation', pageCap: 100 }],
	];
	test.each(variants)('%s', async (_, options, reading) => {
		const sandbox = await account({ ...options, leads: count, reading }, changesLeads(5, count));
		const parameters = { which: 'changed', from: '2026-06-01', returnAll: true };
		const { rows } = await read(sandbox, 'lead:getMany', parameters);
		expect([...column(rows, 'leadId')].sort()).toEqual(allLeads(count));
	});

	test('all of them changed in one second, as by a bulk update', async () => {
		const sandbox = await account({ leads: 3_500 }, changesLeads(5, 3_500));
		for (const lead of sandbox.leads.values()) lead.ModifiedOn = '2026-06-02 00:00:00';
		const parameters = { which: 'changed', from: '2026-06-01', returnAll: true };
		const { rows } = await read(sandbox, 'lead:getMany', parameters);
		expect([...column(rows, 'leadId')].sort()).toEqual(allLeads(3_500));
		expect(pagesOf(sandbox).length).toBeLessThanOrEqual(6);
	});

	test('all of the latest changed in one second, and the newest change comes first', async () => {
		const reading = { changedOrder: 'newestFirst' } as const;
		const sandbox = await account({ leads: 3_500, reading }, () => {});
		for (let n = 1; n <= 2_500; n++)
			sandbox.leads.get(leadId(n))!.ModifiedOn = '2026-06-02 00:00:00';
		const parameters = { which: 'changed', from: '2026-06-01', returnAll: true };
		const { rows } = await read(sandbox, 'lead:getMany', parameters);
		expect([...column(rows, 'leadId')].sort()).toEqual(allLeads(3_500));
	});

	test('a time that has an end: what changes leaves it, and nothing else is lost', async () => {
		const changes = changesLeads(20, count);
		const sandbox = await account({ leads: count, reading: { pageCap: 100 } }, changes);
		const range = { from: '2026-06-01', to: '2026-06-30' };
		const parameters = { which: 'changed', ...range, returnAll: true };
		const { rows } = await read(sandbox, 'lead:getMany', parameters);
		const stayed = [...sandbox.leads].flatMap(([id, lead]) =>
			(lead.ModifiedOn ?? '') < '2026-07' ? [id] : [],
		);
		expect(stayed.length).toBeLessThan(count - 100);
		expect(column(rows, 'leadId')).toEqual(expect.arrayContaining(stayed));
		expect(new Set(column(rows, 'leadId')).size).toBe(rows.length);
	});

	test('leads by a condition, while some cease to fit it', async () => {
		const left = new Set<string>();
		const sandbox = await account(
			{ leads: count, reading: { pageCap: 100 } },
			({ leads }, page) => {
				// The newest come first.
				for (let n = 0; n < 7; n++) {
					const id = leadId(count - (page * 11 + n));
					leads.get(id)!.ProspectStage = 'Customer';
					left.add(id);
				}
			},
		);
		const { rows } = await read(sandbox, 'lead:getMany', {
			which: 'condition',
			conditionField: 'ProspectStage',
			conditionValue: 'Prospect',
			returnAll: true,
		});
		const stayed = allLeads(count).filter((id) => !left.has(id));
		expect(column(rows, 'leadId')).toEqual(expect.arrayContaining(stayed));
		expect(new Set(column(rows, 'leadId')).size).toBe(rows.length);
	});
});

describe('changed opportunities of a type', () => {
	test.each([{}, { changedOpportunities: 'refused' }, { pageCap: 25 }] as Array<
		Partial<ReadingQuirks>
	>)('in windows of 30 days, while some change: %j', async (reading) => {
		const sandbox = await account({ reading }, ({ opportunities }, page) => {
			const one = opportunities.get(opportunityId(1 + page * 7));
			if (one !== undefined) one.fields.ModifiedOn = plainDate(Date.now());
		});
		for (const [index, one] of [...sandbox.opportunities.values()].entries()) {
			one.fields.ModifiedOn = plainDate(Date.UTC(2026, 0, 10) + index * 3_600_000 * 12);
		}
		const { rows } = await read(sandbox, 'opportunity:getMany', {
			which: 'changed',
			opportunityType: byId('12000'),
			from: '2026-01-05',
			returnAll: true,
		});
		expect([...column(rows, 'opportunityId')].sort()).toEqual(
			Array.from({ length: HOME_LOANS }, (_, index) => opportunityId(index + 1)).sort(),
		);
	});
});

test('a server that ignores the page: an end, and a warning', async () => {
	const sandbox = await account({ leads: 1_500 }, () => {});
	const body = [...sandbox.leads.keys()].slice(0, 1_000).map((ProspectID) => ({ ProspectID }));
	sandbox.inject({ path: /Leads.Get$/, fault: { kind: 'reply', status: 200, body } });
	const { rows, hints } = await read(sandbox, 'lead:getMany', {
		which: 'condition',
		conditionField: 'ProspectStage',
		conditionValue: 'Prospect',
		returnAll: true,
	});
	expect(rows).toHaveLength(1_000);
	expect(hints).toEqual([expect.stringContaining('the same records again')]);
});

test('more than 100,000 records: an error that says how to ask for fewer', async () => {
	const sandbox = await account({}, () => {});
	let page = 0;
	const pageRows = () =>
		Array.from({ length: 1_000 }, (_, index) => ({
			ProspectID: `lead-${page * 990 + index}`,
			ModifiedOn: plainDate(Date.UTC(2026, 5, 1) + (page * 990 + index) * 1_000),
		}));
	sandbox.inject({
		path: /RecentlyModified$/,
		fault: {
			kind: 'reply',
			status: 200,
			get body() {
				const body = pageRows();
				page++;
				return body;
			},
		},
	});
	const parameters = { which: 'changed', from: '2026-06-01', returnAll: true };
	const { error } = await read(sandbox, 'lead:getMany', parameters);
	expect(error?.message).toMatch(/more than 100,000 records/);
	expect(error?.description).toMatch(/shorter range/);
});
