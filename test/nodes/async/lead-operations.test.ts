import { leadId } from '../../sandbox';
import { mapped } from '../../support/mapper';
import { field } from '../../support/run-node';
import { attribute, rows, useSubmissions } from './submitted';

const { server, submitted } = useSubmissions();

describe('lead: capture', () => {
	const operation = { resource: 'lead', operation: 'capture', leadFieldsMode: 'manual' };
	const leadFields = rows(
		field('EmailAddress', 'johndoe@example.com'),
		field('FirstName', 'John'),
		field('Phone', '+91-9999999999'),
	);
	const attributes = [
		attribute('EmailAddress', 'johndoe@example.com'),
		attribute('FirstName', 'John'),
		attribute('Phone', '+91-9999999999'),
	];

	// https://apidocs.leadsquared.com/capture-leads-async/
	test('sends a list of attributes, and leaves it to LeadSquared how to find the lead', async () => {
		const { path, body, json } = await submitted({ ...operation, leadFields });
		expect(path).toBe('/lead/capture');
		expect(body).toEqual(attributes);
		expect(json).toMatchObject({ Operation: 'lead/capture' });
	});

	test('sends which attribute to find the lead by', async () => {
		const { body } = await submitted({ ...operation, leadFields, searchBy: 'Phone' });
		expect(body).toEqual([...attributes, attribute('SearchBy', 'Phone')]);
	});
});

describe('lead: update', () => {
	const operation = {
		resource: 'lead',
		operation: 'update',
		leadId: leadId(2),
		leadFieldsMode: 'manual',
		leadFields: rows(field('FirstName', 'Asha'), field('mx_KYC~Status', 'Pending')),
	};

	// https://apidocs.leadsquared.com/update-a-lead-async/
	test('sends attributes in the body, and the lead and whether automations run in the query', async () => {
		const { path, body, query, json } = await submitted(operation);
		expect(path).toBe('/lead/update');
		expect(query).toEqual({
			accessKey: server.sandbox.keys.accessKey,
			secretKey: server.sandbox.keys.secretKey,
			leadId: leadId(2),
			postUpdatedLead: 'false',
		});
		expect(body).toEqual([
			attribute('FirstName', 'Asha'),
			{ ...attribute('mx_KYC', ''), Fields: [attribute('Status', 'Pending')] },
		]);
		expect(json).toMatchObject({ LeadId: leadId(2), Operation: 'lead/update' });
	});

	test('lets automations run if the user chooses so', async () => {
		const { query } = await submitted({ ...operation, postUpdatedLead: true });
		expect(query.postUpdatedLead).toBe('true');
	});
});

test('reads metadata and submits without a key where LeadSquared does not ask for it', async () => {
	await submitted({
		resource: 'lead',
		operation: 'capture',
		mappedLeadFields: mapped({ EmailAddress: 'a@example.com' }),
	});
	expect(server.sandbox.calls.map(({ path }) => path)).toEqual([
		'/v2/LeadManagement.svc/LeadsMetaData.Get',
		'/lead/capture',
	]);
	expect(server.sandbox.leaks).toEqual([]);
});
