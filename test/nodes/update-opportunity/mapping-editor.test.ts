import { readAccount } from '../../../nodes/shared/account/account';
import { limiterFor } from '../../../nodes/shared/limit/account-limiter';
import { faults, opportunityId, users } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { editor, typeOf } from '../../support/editor-methods';
import { useNewSandbox } from '../../support/use-sandbox';

const server = useNewSandbox();

const everything = { opportunityType: typeOf('12002') };
const open = (parameters = {}) => editor(credentialFor(server.sandbox), parameters);
const paths = () => server.sandbox.calls.map(({ path }) => path.split('/').pop());

describe('opportunity types in the editor', () => {
	test("lists the account's types with their event codes, by name", async () => {
		expect(await open().types()).toEqual({
			results: [
				{ name: 'Admission (12001)', value: '12001' },
				{ name: 'Everything (12002)', value: '12002' },
				{ name: 'Home Loan (12000)', value: '12000' },
			],
		});
		expect(server.sandbox.leaks).toEqual([]);
	});

	test.each([
		['hOmE', ['12000']],
		['12001', ['12001']],
		['nothing like it', []],
	])('filters the types by "%s"', async (filter, codes) => {
		const { results } = await open().types(filter);
		expect(results.map(({ value }) => value)).toEqual(codes);
	});

	test('says that the account refuses the list, and how to enter a code', async () => {
		server.sandbox.inject({ path: /GetOpportunityTypes$/, fault: faults.notFound });
		await expect(open().types()).rejects.toMatchObject({
			message: expect.stringMatching(
				/^The account's opportunity types cannot be listed\. .*API not found/,
			),
			description: expect.stringContaining("choose 'By ID' and enter the event code"),
		});
	});

	test('reports a reply of an unknown shape, and no empty list', async () => {
		server.sandbox.inject({
			path: /GetOpportunityTypes$/,
			fault: { kind: 'reply', status: 200, body: [{ Something: 'else' }] },
		});
		await expect(open().types()).rejects.toMatchObject({
			message: expect.stringContaining('cannot be listed'),
		});
	});
});

describe('the fields of a type in the mapper', () => {
	const load = async () => (await open(everything).fields()).fields;
	const named = async (id: string) => (await load()).find((field) => field.id === id);

	test('lists every field that can be set, also more than 100, in the order of Sequence', async () => {
		const fields = await load();
		expect(fields.length).toBeGreaterThan(110);
		expect(fields.slice(0, 12).map(({ id }) => id)).toEqual([
			'ActivityEvent_Note',
			'Status',
			'Owner',
			'mx_Custom_1',
			'mx_Custom_2',
			'mx_Custom_3',
			'mx_Custom_5',
			'mx_Custom_6',
			'mx_Custom_7',
			'mx_Custom_8',
			'mx_Custom_9',
			'mx_Custom_4~mx_CustomObject_1',
		]);
		expect(fields.at(-1)?.id).toBe('mx_Custom_139');
	});

	test('leaves out read-only fields, system fields and whole field sets', async () => {
		const ids = (await load()).map(({ id }) => id);
		for (const id of [
			'CreatedOn',
			'ModifiedOn',
			'CreatedBy',
			'ModifiedBy',
			'mx_Custom_35',
			'mx_Custom_4',
			'mx_Custom_36',
		]) {
			expect(ids).not.toContain(id);
		}
	});

	test('makes no field mandatory, since an update needs only what changes', async () => {
		const mandatory = (await load()).filter(({ required }) => required);
		expect(mandatory).toEqual([]);
	});

	test('gives n8n a complete schema entry for every field', async () => {
		for (const field of await load()) {
			expect(field).toMatchObject({
				display: true,
				readOnly: false,
				removed: false,
				defaultMatch: false,
			});
		}
	});

	test.each([
		['mx_Custom_8', 'Expected Closure Date (mx_Custom_8)', 'dateTime'],
		['mx_Custom_6', 'Expected Deal Size (mx_Custom_6)', 'number'],
		['mx_Custom_20', 'Interest Rate (mx_Custom_20)', 'number'],
		['mx_Custom_21', 'Documents Complete (mx_Custom_21)', 'options'],
		['Owner', 'Owner', 'string'],
		['mx_Custom_22', 'Date of Birth (mx_Custom_22)', 'dateTime'],
		['mx_Custom_23', 'Phone of Guarantor (mx_Custom_23)', 'string'],
		['mx_Custom_24', 'Email of Guarantor (mx_Custom_24)', 'string'],
		['mx_Custom_25', 'Listing (mx_Custom_25)', 'string'],
		['mx_Custom_3', 'Source (mx_Custom_3)', 'string'],
		['mx_Custom_30', 'Broken Options (mx_Custom_30)', 'string'],
		['mx_Custom_27', 'Documents Received (mx_Custom_27)', 'string'],
		['mx_Custom_32', 'Place (mx_Custom_32)', 'string'],
		[
			'mx_Custom_4~mx_CustomObject_1',
			'Property: Builder (mx_Custom_4~mx_CustomObject_1)',
			'string',
		],
		[
			'mx_Custom_36~mx_CustomObject_1',
			'Co-Applicant: Income (mx_Custom_36~mx_CustomObject_1)',
			'number',
		],
		[
			'mx_Custom_36~mx_CustomObject_2',
			'Co-Applicant: Since (mx_Custom_36~mx_CustomObject_2)',
			'dateTime',
		],
		['Status', 'Status', 'options'],
	])('shows %s as %s of the type %s', async (id, displayName, type) => {
		expect(await named(id)).toMatchObject({ displayName, type });
	});

	test.each([
		[
			'Status',
			[
				['Open', 'Open'],
				['Won', 'Won'],
				['Lost', 'Lost'],
			],
		],
		// What the user reads, and what LeadSquared takes, in LeadSquared's order.
		[
			'mx_Custom_28',
			[
				['High', 'P1'],
				['Medium', 'P2'],
				['Low', 'P3'],
			],
		],
		// The options that depend on another drop-down, not that drop-down's own.
		[
			'mx_Custom_29',
			[
				['Price', 'Price'],
				['Competitor', 'Competitor'],
			],
		],
		// What a switch of an older mapping has saved.
		[
			'mx_Custom_21',
			[
				['Yes', true],
				['No', false],
			],
		],
	])('offers the options of %s', async (id, options) => {
		const field = await named(id);
		expect(field?.type).toBe('options');
		expect(field?.options?.map(({ name, value }) => [name, value])).toEqual(options);
	});

	test('saves no name and no email of a user in the workflow', async () => {
		const saved = JSON.stringify(await load());
		for (const { firstName, lastName, email } of users) {
			for (const part of [firstName, lastName, email].filter(Boolean)) {
				expect(saved).not.toContain(part);
			}
		}
		expect(paths()).not.toContain('Users.Get');
	});

	test('leaves the place to the line with Retry without a type, and makes no call', async () => {
		for (const opportunityType of [typeOf(''), typeOf('={{ $json.code }}')]) {
			expect(await open({ opportunityType }).fields()).toEqual({ fields: [] });
		}
		expect(server.sandbox.calls).toEqual([]);
	});

	test('leaves it to that line in a new node without a credential', async () => {
		expect(await editor(undefined, everything).fields()).toEqual({ fields: [] });
		expect(server.sandbox.calls).toEqual([]);
	});

	test('shows the reason of a failed load', async () => {
		server.sandbox.inject({
			path: /GetOpportunityTypeMetadata$/,
			fault: faults.refusal('Type <12002> is off'),
		});
		const { fields, emptyFieldsNotice } = await open(everything).fields();
		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toContain('MXInvalidInputException: Type &lt;12002&gt; is off');
	});

	test('rejects on a failed load if there is a mapping already, so that the editor keeps it', async () => {
		const fields = await load();
		const mappedFields = {
			mappingMode: 'defineBelow',
			value: {},
			matchingColumns: [],
			schema: fields,
		};
		const other = editor(credentialFor(server.sandbox, { secretKey: 'changed' }), {
			...everything,
			mappedFields,
		} as never);
		await expect(other.fields()).rejects.toMatchObject({
			message: expect.stringContaining(
				'LeadSquared does not accept the access key or the secret key',
			),
		});
	});

	test('reads the fields of another type, and everything again for another credential', async () => {
		await load();
		const admission = await open({ opportunityType: typeOf('12001') }).fields();
		expect(admission.fields.find(({ id }) => id === 'mx_Custom_11')?.displayName).toBe(
			'Entrance Score (mx_Custom_11)',
		);
		const wrong = editor(credentialFor(server.sandbox, { secretKey: 'changed' }), everything);
		expect((await wrong.fields()).emptyFieldsNotice).toContain('does not accept');
	});

	test('makes one call each for fields that are opened several times', async () => {
		await Promise.all([load(), load()]);
		await load();
		expect(paths()).toEqual(['GetOpportunityTypeMetadata']);
	});

	test("waits for the account's limit with each call", async () => {
		const credential = credentialFor(server.sandbox, { callsPerWindow: 2 });
		const reading = readAccount(credential);
		if (!reading.ok) throw new Error(reading.problem.reason);
		const limiter = await limiterFor(reading.value, '1');
		// Of a limit that small, one call at a time is under way at first.
		const first = await limiter.acquire('a run');
		const sent = () =>
			server.sandbox.calls.filter(
				({ headers }) => headers['x-lsq-accesskey'] === credential.accessKey,
			);
		/** A call that begins later, of an account whose limit is not used up. */
		const laterCall = async () => {
			const other = credentialFor(server.sandbox, { accessKey: 'another' });
			await expect(editor(other).types()).rejects.toThrow('does not accept');
		};

		const fields = editor(credential, { opportunityType: typeOf('12001') }).fields();
		await laterCall();
		expect(sent()).toEqual([]);
		first?.unused();
		await fields;
		expect(sent()).toHaveLength(1);
	});
});

describe('opportunities in the editor', () => {
	const homeLoans = { opportunityType: typeOf('12000') };

	test('lists the latest opportunities of the type page by page, newest first', async () => {
		const first = await open(homeLoans).opportunities();
		expect(first.results).toHaveLength(100);
		expect(first.results.slice(0, 2)).toEqual([
			{ name: 'Home Loan 200 (Open)', value: opportunityId(200) },
			{ name: 'Home Loan 199 (Open)', value: opportunityId(199) },
		]);
		const second = await open(homeLoans).opportunities(undefined, first.paginationToken);
		expect(second.results[0]?.value).toBe(opportunityId(100));
		expect(second.paginationToken).toBeUndefined();
	});

	test('finds opportunities by a part of their name', async () => {
		const { results, paginationToken } = await open(homeLoans).opportunities('LOAN 19');
		expect(results.map(({ name }) => name)).toEqual([
			...Array.from({ length: 10 }, (_, index) => `Home Loan ${199 - index} (Open)`),
			'Home Loan 19 (Open)',
		]);
		expect(paginationToken).toBeUndefined();
	});

	test('finds a name that is on a later page', async () => {
		const rows = (name: string, from: number) =>
			Array.from({ length: 1_000 }, (_, index) => ({
				OpportunityId: `${name}-${from + index}`,
				mx_Custom_1: name,
			}));
		const answer = (PageIndex: number, name: string) =>
			server.sandbox.inject({
				when: ({ body }) =>
					(body as { Paging?: { PageIndex: number } }).Paging?.PageIndex === PageIndex,
				fault: {
					kind: 'reply',
					status: 200,
					body: { RecordCount: 9_000, List: rows(name, PageIndex * 1_000) },
				},
			});
		answer(1, 'first');
		answer(2, 'second');
		const { results, paginationToken } = await open(homeLoans).opportunities('second');
		expect(results).toHaveLength(1_000);
		expect(paginationToken).toBe('3');
	});

	test('stops after a few pages without a match, and can go on from there', async () => {
		server.sandbox.inject({
			fault: {
				kind: 'reply',
				status: 200,
				body: { RecordCount: 90_000, List: [{ OpportunityId: 'a', mx_Custom_1: 'b' }] },
			},
		});
		expect(await open(homeLoans).opportunities('zzz')).toEqual({
			results: [],
			paginationToken: '4',
		});
		expect(server.sandbox.calls).toHaveLength(3);
	});

	test('says what to choose without a type', async () => {
		await expect(open().opportunities()).rejects.toMatchObject({
			message: 'Opportunities cannot be listed. No opportunity type is chosen',
			description: expect.stringContaining("Choose 'Opportunity Type' first"),
		});
		expect(server.sandbox.calls).toEqual([]);
	});

	describe('with keys that may not search', () => {
		const limited = useNewSandbox({ administrator: false });

		test('says who may search, and names the ID mode', async () => {
			const { opportunities } = editor(credentialFor(limited.sandbox), homeLoans);
			await expect(opportunities()).rejects.toMatchObject({
				message: expect.stringMatching(
					/^Opportunities cannot be listed\. LeadSquared allows searching only with an administrator's keys\. It answered: Only administrators may search\.$/,
				),
				description: expect.stringContaining("choose 'By ID'"),
			});
		});
	});
});

describe('schema names in the editor', () => {
	test('lists the schema names of the chosen type', async () => {
		const names = await open(everything).schemaNames();
		expect(names).toContainEqual({
			name: 'Expected Closure Date (mx_Custom_8)',
			value: 'mx_Custom_8',
		});
		expect(names.map(({ value }) => value)).not.toContain('CreatedOn');
		expect(names.length).toBeGreaterThan(110);
	});

	test('lists no schema name without a type', async () => {
		expect(await open().schemaNames()).toEqual([]);
	});

	test('reports a failed load, and no empty list', async () => {
		server.sandbox.inject({ fault: { kind: 'reply', status: 401, body: {} } });
		await expect(open(everything).schemaNames()).rejects.toMatchObject({
			message: expect.stringContaining('The fields of opportunity type 12002 could not be read'),
		});
	});
});
