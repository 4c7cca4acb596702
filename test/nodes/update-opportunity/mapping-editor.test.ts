import { editor, typeOf } from '../../support/load-options';
import { credentialFor } from '../../support/credential';
import { opportunityId, startSandbox, user, users, type Sandbox } from '../../sandbox';

let sandbox: Sandbox;
beforeEach(async () => {
	// A new address is a new account, so that nothing is known of it from the test before.
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());

const everything = { opportunityType: typeOf('12002') };
const open = (parameters = {}) => editor(credentialFor(sandbox), parameters);
const paths = () => sandbox.calls.map(({ path }) => path.split('/').pop());

describe('opportunity types', () => {
	test('the account’s types with their event codes, by name', async () => {
		expect(await open().types()).toEqual({
			results: [
				{ name: 'Admission (12001)', value: '12001' },
				{ name: 'Everything (12002)', value: '12002' },
				{ name: 'Home Loan (12000)', value: '12000' },
			],
		});
		expect(sandbox.leaks).toEqual([]);
	});

	test.each([
		['hOmE', ['12000']],
		['12001', ['12001']],
		['nothing like it', []],
	])('found as typed: %s', async (filter, codes) => {
		const { results } = await open().types(filter);
		expect(results.map(({ value }) => value)).toEqual(codes);
	});

	test('where the account refuses the list it says so, and names the other way', async () => {
		sandbox.inject({
			path: /GetOpportunityTypes$/,
			fault: {
				kind: 'reply',
				status: 404,
				body: { Status: 'Error', ExceptionType: 'MXException', ExceptionMessage: 'API not found' },
			},
		});
		await expect(open().types()).rejects.toMatchObject({
			message: expect.stringMatching(
				/^The account's opportunity types cannot be listed\. .*API not found/,
			),
			description: expect.stringContaining("choose 'By ID' and enter the event code"),
		});
	});

	test('a reply of an unknown shape is no empty list', async () => {
		sandbox.inject({
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

	test('every field that can be set, in the order of Sequence, no cap at 100', async () => {
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

	test('read-only fields, system fields and whole field sets are left out', async () => {
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

	test('none is mandatory, for an update needs only what changes', async () => {
		const mandatory = (await load()).filter(({ required }) => required);
		expect(mandatory).toEqual([]);
	});

	test('none is taken by n8n for half a schema', async () => {
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
		['mx_Custom_21', 'Documents Complete (mx_Custom_21)', 'boolean'],
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
	])('%s is %s, a %s', async (id, displayName, type) => {
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
		// What a person reads, what LeadSquared takes, in LeadSquared's order.
		[
			'mx_Custom_28',
			[
				['High', 'P1'],
				['Medium', 'P2'],
				['Low', 'P3'],
			],
		],
		// Those that depend on another drop-down, not that one's own.
		[
			'mx_Custom_29',
			[
				['Price', 'Price'],
				['Competitor', 'Competitor'],
			],
		],
		[
			'Owner',
			[
				[`Asha Sandbox (${user.email})`, user.id],
				[`Ravi Menon (${users[1]!.email})`, users[1]!.id],
				[users[2]!.email, users[2]!.id],
			],
		],
	])('%s offers its options', async (id, options) => {
		const field = await named(id);
		expect(field?.type).toBe('options');
		expect(field?.options?.map(({ name, value }) => [name, value])).toEqual(options);
	});

	test('a switch that nobody touches has no value', async () => {
		expect(await named('mx_Custom_21')).toMatchObject({ defaultValue: null });
	});

	test('where users cannot be read, one is typed', async () => {
		sandbox.inject({ path: /Users\.Get$/, fault: { kind: 'reply', status: 403, body: {} } });
		const owner = await named('Owner');
		expect(owner?.type).toBe('string');
		expect(owner?.options).toBeUndefined();
	});

	test('without a type it says what to choose, and calls nobody', async () => {
		for (const opportunityType of [typeOf(''), typeOf('={{ $json.code }}')]) {
			const { fields, emptyFieldsNotice } = await open({ opportunityType }).fields();
			expect(fields).toEqual([]);
			expect(emptyFieldsNotice).toMatch(/^Choose 'Opportunity Type'/);
		}
		expect(sandbox.calls).toEqual([]);
	});

	test('a new node without a credential yet says how to see the fields', async () => {
		const { fields, emptyFieldsNotice } = await editor(undefined, everything).fields();
		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toContain('close the node and open it again');
		expect(sandbox.calls).toEqual([]);
	});

	test('a failed load shows its reason', async () => {
		sandbox.inject({
			path: /GetOpportunityTypeMetadata$/,
			fault: {
				kind: 'reply',
				status: 500,
				body: {
					Status: 'Error',
					ExceptionType: 'MXInvalidInputException',
					ExceptionMessage: 'Type <12002> is off',
				},
			},
		});
		const { fields, emptyFieldsNotice } = await open(everything).fields();
		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toContain('MXInvalidInputException: Type &lt;12002&gt; is off');
	});

	test('and leaves a mapping alone that stands already', async () => {
		const fields = await load();
		const mappedFields = {
			mappingMode: 'defineBelow',
			value: {},
			matchingColumns: [],
			schema: fields,
		};
		const other = editor(credentialFor(sandbox, { secretKey: 'changed' }), {
			...everything,
			mappedFields,
		} as never);
		await expect(other.fields()).rejects.toMatchObject({
			message: expect.stringContaining(
				'LeadSquared does not accept the access key or the secret key',
			),
		});
	});

	test('another type has other fields; another credential is asked anew', async () => {
		await load();
		const admission = await open({ opportunityType: typeOf('12001') }).fields();
		expect(admission.fields.find(({ id }) => id === 'mx_Custom_11')?.displayName).toBe(
			'Entrance Score (mx_Custom_11)',
		);
		const wrong = editor(credentialFor(sandbox, { secretKey: 'changed' }), everything);
		expect((await wrong.fields()).emptyFieldsNotice).toContain('does not accept');
	});

	test('looking twice costs one call each', async () => {
		await Promise.all([load(), load()]);
		await load();
		expect(paths().sort()).toEqual(['GetOpportunityTypeMetadata', 'Users.Get']);
	});

	test('the answers draw on the account’s limit', async () => {
		const credential = credentialFor(sandbox, { callsPerWindow: 1 });
		const started = performance.now();
		await editor(credential, { opportunityType: typeOf('12001') }).fields();
		// Metadata and users are two calls, and one fits into a window of 5 seconds.
		expect(performance.now() - started).toBeGreaterThan(4_000);
	}, 15_000);
});

describe('opportunities in the list', () => {
	const homeLoans = { opportunityType: typeOf('12000') };

	test('the latest of the type, newest first, page by page', async () => {
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

	test('found by name as typed', async () => {
		const { results, paginationToken } = await open(homeLoans).opportunities('LOAN 19');
		expect(results.map(({ name }) => name)).toEqual([
			...Array.from({ length: 10 }, (_, index) => `Home Loan ${199 - index} (Open)`),
			'Home Loan 19 (Open)',
		]);
		expect(paginationToken).toBeUndefined();
	});

	test('a name that is far back is found on a later page', async () => {
		const rows = (name: string, from: number) =>
			Array.from({ length: 1_000 }, (_, index) => ({
				OpportunityId: `${name}-${from + index}`,
				mx_Custom_1: name,
			}));
		const answer = (PageIndex: number, name: string) =>
			sandbox.inject({
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

	test('a name that nobody has ends after a few pages, and can go on', async () => {
		sandbox.inject({
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
		expect(sandbox.calls).toHaveLength(3);
	});

	test('no type: it says what to choose', async () => {
		await expect(open().opportunities()).rejects.toMatchObject({
			message: 'Opportunities cannot be listed. No opportunity type is chosen',
			description: expect.stringContaining("Choose 'Opportunity Type' first"),
		});
		expect(sandbox.calls).toEqual([]);
	});

	test('keys that may not search: a clear sentence, and the ID mode', async () => {
		await sandbox.close();
		sandbox = await startSandbox({ administrator: false });
		await expect(open(homeLoans).opportunities()).rejects.toMatchObject({
			message: expect.stringMatching(
				/^Opportunities cannot be listed\. LeadSquared allows searching only with an administrator's keys\. It answered: Only administrators may search\.$/,
			),
			description: expect.stringContaining("choose 'By ID'"),
		});
	});
});

describe('schema names for fields written by hand', () => {
	test('those of the type when one is chosen', async () => {
		const names = await open(everything).schemaNames();
		expect(names).toContainEqual({
			name: 'Expected Closure Date (mx_Custom_8)',
			value: 'mx_Custom_8',
		});
		expect(names.map(({ value }) => value)).not.toContain('CreatedOn');
		expect(names.length).toBeGreaterThan(110);
	});

	test('none otherwise: any name can be typed', async () => {
		expect(await open().schemaNames()).toEqual([]);
	});

	test('a failed load is no empty list', async () => {
		sandbox.inject({ fault: { kind: 'reply', status: 401, body: {} } });
		await expect(open(everything).schemaNames()).rejects.toMatchObject({
			message: expect.stringContaining('The fields of opportunity type 12002 could not be read'),
		});
	});
});
