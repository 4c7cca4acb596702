import type { IDataObject } from 'n8n-workflow';

import { DateTime } from '../../support/luxon';
import { items } from '../../support/run-node';
import { useSubmissions } from './submitted';

const { server, submitted } = useSubmissions();

describe('call: log', () => {
	const operation = { resource: 'call', operation: 'log' };
	const connector = '2477c2666e04a5122d6e61787c5c55c250/c378b61d-e30c-4c45-a436-f08c4fce1edf';
	const url = `https://telephony-in21.leadsquared.com/1/api/Telephony/LogCallComplete/${connector}`;
	// https://apidocs.leadsquared.com/call-log-api-for-leadsquared-generic-telephony-connector/
	const documented = {
		SourceNumber: '+91-8611795988',
		CallerSource: 'Example Source',
		DestinationNumber: '+91-9611795983',
		DisplayNumber: '+91-8611795989',
		StartTime: '2017-07-07 18:26:38',
		EndTime: '2017-07-07 18:27:12',
		CallDuration: 34,
		Status: 'Answered',
		ResourceURL: 'google.com',
		Direction: 'Inbound',
		CallSessionId: '12345',
		LeadId: 'e6d7efd4-ee4f-47a1-ab53-a3ff2902bfcb',
		Tag: 'Tag - Lead',
		UserId: '40e06a3d-4787-11e7-b781-023cca4497b9',
	};
	const fields = {
		...operation,
		sourceNumber: documented.SourceNumber,
		destinationNumber: documented.DestinationNumber,
		duration: 34,
	};

	test('sends a call given by fields to the address of the connector, with the x-api-key alone', async () => {
		const { CallerSource, DisplayNumber, ResourceURL, CallSessionId, LeadId, Tag, UserId } =
			documented;
		const { path, query, headers, body, json } = await submitted({
			...fields,
			callLogUrl: url,
			startTime: '2017-07-07T18:26:38Z',
			endTime: '2017-07-07T18:27:12Z',
			additionalFields: {
				CallerSource,
				DisplayNumber,
				ResourceURL,
				CallSessionId,
				LeadId,
				Tag,
				UserId,
			},
		});
		expect(path).toBe(`/1/api/telephony/logcallcomplete/${connector}`);
		expect(query).toEqual({});
		expect(headers['x-api-key']).toBe(server.sandbox.keys.apiKey);
		expect(body).toEqual(documented);
		expect(json).toMatchObject({ Operation: 'telephony/logcall' });
		expect(server.sandbox.leaks).toEqual([]);
	});

	test('sends a call given as JSON to the connector with the ID', async () => {
		const { path, body } = await submitted({
			...operation,
			callLogUrl: '159f38f24a332f0c44374f8ebf0fc2bf7d',
			callMode: 'json',
			callJson: JSON.stringify(documented),
		});
		expect(path).toBe('/1/api/telephony/logcallcomplete/159f38f24a332f0c44374f8ebf0fc2bf7d');
		expect(body).toEqual(documented);
	});

	test('sends a date in the data of the JSON as JSON has it, and no parts of a DateTime', async () => {
		const at = DateTime.fromISO('2026-11-24T13:00:00.000Z', { zone: 'utc' });
		// As Edit Fields puts one into an item in n8n 2.
		const parts: unknown = { ...at };
		const { body } = await submitted(
			{
				...operation,
				callLogUrl: url,
				callMode: 'json',
				callJson:
					'={{ { StartTime: $json.date, EndTime: $json.parts, More: [{ n: 1.5, at: $json.date }], Tag: null } }}',
			},
			items({ date: new Date('2026-11-24T13:00:00Z'), parts } as unknown as IDataObject),
		);
		const iso = '2026-11-24T13:00:00.000Z';
		expect(body).toEqual({ StartTime: iso, EndTime: iso, More: [{ n: 1.5, at: iso }], Tag: null });
	});

	test('sends no empty field, and takes only the connector from the address', async () => {
		const { path, body } = await submitted({ ...fields, callLogUrl: `${url}?xapikey=x#y` });
		expect(path).toBe(`/1/api/telephony/logcallcomplete/${connector}`);
		expect(body).toEqual({
			Direction: 'Inbound',
			SourceNumber: documented.SourceNumber,
			DestinationNumber: documented.DestinationNumber,
			CallDuration: 34,
			Status: 'Answered',
		});
	});
});
