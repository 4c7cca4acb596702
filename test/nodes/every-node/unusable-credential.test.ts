import { credentialFor } from '../../support/credential';
import { byId, checkType, field, items, runNode, updateType } from '../../support/run-node';
import { closesHosts, TriggerHost } from '../../support/trigger-host';
import { useSandbox } from '../../support/use-sandbox';

closesHosts();
const server = useSandbox();

const parameters = {
	opportunityId: byId('={{ $json.id }}'),
	fields: { field: [field('mx_Custom_5', 'x')] },
};

describe('a credential that cannot be used', () => {
	test.each([updateType, checkType])(
		'fails every item where the node goes on (%s)',
		async (type) => {
			const { outputs } = await runNode(
				{
					type,
					parameters: type === updateType ? parameters : {},
					settings: { onError: 'continueErrorOutput' },
					credential: credentialFor(server.sandbox, { secretKey: '' }),
				},
				items({ id: 'a', RequestId: 'r-1' }, { id: 'b', RequestId: 'r-2' }),
			);
			expect(outputs.slice(0, -1).flat()).toEqual([]);
			expect(outputs.at(-1)!.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
				[expect.stringMatching(/^'Secret Key' .+ is empty \[item 0\]/), { item: 0 }],
				[expect.stringMatching(/^'Secret Key' .+ is empty \[item 1\]/), { item: 1 }],
			]);
			expect(server.sandbox.calls).toEqual([]);
		},
	);

	test('ends an activation of the trigger before a key leaves', async () => {
		const credential = credentialFor(server.sandbox, { secretKey: '' });
		const host = await TriggerHost.start({ parameters: { event: 'leadCreated' }, credential });
		expect((await host.activate())?.message).toMatch(
			/^'Secret Key' .+ is empty\. Open the credential/,
		);
		expect(server.sandbox.calls).toEqual([]);
	});

	test.each([
		[
			'a host without https',
			{ asyncHost: 'http://asyncapi.example.com' },
			/^'Async API Host' of the LeadSquared credential must use https/,
		],
		[
			'a host with a path',
			{ apiHost: 'https://api.example.com/crm/' },
			/^'API Host' .* without a path/,
		],
		[
			'a host with a user',
			{ apiHost: 'https://a:b@api.example.com' },
			/^'API Host' .* must not contain a user name/,
		],
		['no host', { asyncHost: '' }, /^'Async API Host' of the LeadSquared credential is empty/],
		['no secret key', { secretKey: ' ' }, /^'Secret Key' of the LeadSquared credential is empty/],
		[
			'a key with a line break',
			{ apiKey: 'a\nb' },
			/^'x-api-key' of the LeadSquared credential contains a character/,
		],
		[
			'an unknown region',
			{ region: 'mars' },
			/^'Region' of the LeadSquared credential is not in the list/,
		],
		['no calls allowed', { callsPerWindow: 0 }, /^'Calls per 5 Seconds' .* at least 1/],
		['less than none', { callsPerWindow: -5 }, /^'Calls per 5 Seconds' .* at least 1/],
		['a part of a call', { callsPerWindow: 0.5 }, /^'Calls per 5 Seconds' .* at least 1/],
		['calls and a half', { callsPerWindow: 2.5 }, /^'Calls per 5 Seconds' .* at least 1/],
	])('is refused before a key leaves: %s', async (_name, changes, message) => {
		const credential = credentialFor(server.sandbox, changes);
		const { error } = await runNode(
			{ type: updateType, parameters, credential },
			items({ id: 'a' }),
		);
		expect(error?.message).toMatch(message);
		expect(server.sandbox.calls).toEqual([]);
	});
});
