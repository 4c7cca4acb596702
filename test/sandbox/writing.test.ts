import { leadId, opportunityId, users, type SandboxOptions, type WritingQuirks } from './index';
import { client, clock, closeAll, outcomeOf, update, UPDATE, type Client } from './testing';

afterEach(closeAll);

const everything = opportunityId(300);

interface Details {
	ModifiedOn: string;
	Fields: Array<{ SchemaName: string; Value: string | null }>;
}

async function details(one: Client, id: string): Promise<Details> {
	const path = 'OpportunityManagement.svc/GetOpportunityDetails';
	return (await one.read(path, { OpportunityId: id })).data as Details;
}

async function valueOf(one: Client, name: string, id = everything): Promise<string | null> {
	const { Fields } = await details(one, id);
	return Fields.find(({ SchemaName }) => SchemaName === name)?.Value ?? null;
}

async function leadValue(one: Client, name: string): Promise<string | null> {
	const { data } = await one.read('LeadManagement.svc/Leads.GetById', { id: leadId(1) });
	return (data as Array<Record<string, string | null>>)[0]?.[name] ?? null;
}

test('an update sets ModifiedOn to when it was processed, in every place and form', async () => {
	const { now } = clock(Date.UTC(2026, 10, 28, 10, 0, 5));
	const one = await client({ now });
	await outcomeOf(one, UPDATE, update(opportunityId(1), { mx_Custom_1: 'New' }));
	expect(await valueOf(one, 'ModifiedOn', opportunityId(1))).toBe('2026-11-28 10:00:05');
	expect((await details(one, opportunityId(1))).ModifiedOn).toBe(`/Date(${now()}+0000)/`);

	const changed = (await one.post('ProspectActivity.svc/RetrieveRecentlyModified', {
		Parameter: {
			FromDate: '2026-11-28 10:00:00',
			ToDate: '2026-11-28 10:00:10',
			ActivityEvent: 12000,
		},
		Paging: { PageIndex: 1, PageSize: 10 },
	})) as { data: { ProspectActivities: Array<{ ProspectActivityId: string }> } };
	expect(changed.data.ProspectActivities).toMatchObject([{ ProspectActivityId: opportunityId(1) }]);

	const query = { leadId: leadId(1), postUpdatedLead: 'false' };
	await outcomeOf(one, '/lead/update', [{ Attribute: 'mx_City', Value: 'Pune' }], query);
	expect(await leadValue(one, 'ModifiedOn')).toBe('2026-11-28 10:00:05');
});

test('reads return what was before for as long as the account lags', async () => {
	const time = clock();
	const one = await client({ now: time.now, writing: { lagMs: 10_000 } });
	await outcomeOf(one, UPDATE, update(opportunityId(1), { mx_Custom_1: 'First' }));
	time.ms += 6_000;
	await outcomeOf(one, UPDATE, update(opportunityId(1), { mx_Custom_1: 'Second' }));
	const values = [];
	for (const passed of [0, 3_999, 1, 5_999, 1]) {
		time.ms += passed;
		values.push(await valueOf(one, 'mx_Custom_1', opportunityId(1)));
	}
	expect(values).toEqual(['Home Loan 1', 'Home Loan 1', 'First', 'First', 'Second']);
});

test('an automation alters what was written, and knows of what', async () => {
	const one = await client({
		writing: {
			automation: (id, { mx_Custom_6 }) =>
				id === opportunityId(1) && mx_Custom_6 !== undefined
					? { mx_Custom_2: 'Sanctioned' }
					: undefined,
		},
	});
	for (const n of [1, 2]) {
		await outcomeOf(one, UPDATE, update(opportunityId(n), { mx_Custom_6: '5' }));
	}
	expect(await valueOf(one, 'mx_Custom_2', opportunityId(1))).toBe('Sanctioned');
	expect(await valueOf(one, 'mx_Custom_2', opportunityId(2))).toBe('Prospecting');
});

test('long texts are cut, and field sets are not', async () => {
	const one = await client({ writing: { textCut: 5 } });
	const Fields = [
		{ SchemaName: 'mx_Custom_5', Value: 'a long text' },
		{
			SchemaName: 'mx_Custom_4',
			Value: '',
			Fields: [{ SchemaName: 'mx_CustomObject_1', Value: 'a long text' }],
		},
	];
	await outcomeOf(one, UPDATE, { ProspectOpportunityId: everything, Fields });
	expect(await valueOf(one, 'mx_Custom_5')).toBe('a lon');
	expect(await valueOf(one, 'mx_Custom_4')).toBe('{"mx_CustomObject_1":"a long text"}');
});

test.each<[Partial<WritingQuirks>, string, string, string]>([
	[{ dates: 'millis' }, 'mx_Custom_8', '2026-07-31 05:33:50', '2026-07-31 05:33:50.000'],
	[{ dates: 'us' }, 'mx_Custom_8', '2026-07-31 17:33:50', '7/31/2026 5:33:50 PM'],
	[{ dates: 'dotNet' }, 'mx_Custom_22', '1990-05-17', '/Date(642902400000+0000)/'],
	[{ numbers: 'grouped' }, 'mx_Custom_6', '200000', '2,00,000'],
	[{ numbers: 'decimals' }, 'mx_Custom_6', '200000', '200000.00'],
	[{ booleans: 'digit' }, 'mx_Custom_21', 'true', '1'],
	[{ booleans: 'word' }, 'mx_Custom_21', '0', 'false'],
	[{ emptied: 'zero' }, 'mx_Custom_21', '', '0'],
	[{ emptied: 'zero' }, 'mx_Custom_6', '', '0'],
	[{ emptied: 'zero' }, 'mx_Custom_5', '', ''],
	...['9876543210', '09876543210', '00919876543210', '+919876543210'].map(
		(written): [Partial<WritingQuirks>, string, string, string] => [
			{ phones: 'international' },
			'mx_Custom_23',
			written,
			'+91-9876543210',
		],
	),
	[{ owners: 'name' }, 'mx_Custom_26', users[1]!.id, 'Ravi Menon'],
	[{ owners: 'email' }, 'mx_Custom_26', users[1]!.id, 'Ravi.Menon@example.com'],
	[{ choices: 'text' }, 'mx_Custom_28', 'P1', 'High'],
	[{}, 'mx_Custom_28', 'P1', 'P1'],
])('with %j, %s written as %j is read as %j', async (writing, name, written, read) => {
	const options: SandboxOptions = { writing };
	const one = await client(options);
	await outcomeOf(one, UPDATE, update(everything, { [name]: written }));
	expect(await valueOf(one, name)).toBe(read);
});
