/** What the buttons of n8n's editor do with a node that writes. */
import type { INode } from 'n8n-workflow';

import { credentialFor } from '../../support/credential';
import { runNode, type NodeSetup } from '../../support/run-node';
import { itemFor, submitters, type Submitter } from '../../support/submitters';
import { useSandbox } from '../../support/use-sandbox';

const server = useSandbox();

const press = async (
	{ type, parameters }: Submitter,
	setup: Partial<NodeSetup>,
	settings: Partial<INode> = {},
) =>
	await runNode(
		{ type, parameters, settings, credential: credentialFor(server.sandbox), ...setup },
		[itemFor(1), itemFor(2)],
	);

describe.each(submitters)('$operation', (submitter) => {
	test.each<Partial<INode>>([{}, { onError: 'continueErrorOutput' }, { retryOnFail: true }])(
		'"Execute previous nodes" sends nothing, although n8n runs the node (%o)',
		async (settings) => {
			const destination = { nodeName: 'Subject', mode: 'exclusive' } as const;
			const { status, runs, outputs, hints } = await press(
				submitter,
				{ mode: 'manual', destination },
				settings,
			);
			expect([status, runs]).toEqual(['success', 1]);
			expect(outputs.flat()).toEqual([]);
			expect(hints).toEqual([expect.stringMatching(/^Nothing was sent, .+ press Execute step$/)]);
			expect(server.sandbox.calls).toEqual([]);
		},
	);

	test.each([
		['"Execute step"', { nodeName: 'Subject', mode: 'inclusive' } as const],
		['"Execute previous nodes" of a later node', { nodeName: 'Later', mode: 'exclusive' } as const],
	])('%s sends, and says that this was real', async (_, destination) => {
		const { hints } = await press(submitter, { mode: 'manual', destination });
		expect(hints).toEqual([
			expect.stringMatching(/^LeadSquared accepted 2 items: .+ pin this output \(press P\)/),
		]);
		expect(server.sandbox.requests.size).toBe(2);
	});

	test('has no such hint in production', async () => {
		const { hints } = await press(submitter, { mode: 'trigger' });
		expect(hints).toEqual([]);
		expect(server.sandbox.requests.size).toBe(2);
	});
});
