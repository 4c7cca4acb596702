/** What the user reads in the editor. */
export const credentialTypeName = 'LeadSquared Async API';
export const credentialName = 'LeadSquared Async account';
export const update = {
	inPanel: 'LeadSquared Update Opportunity (Async)',
	onCanvas: 'LeadSquared Update Opportunity',
};
export const check = { inPanel: 'LeadSquared Check Status', onCanvas: 'LeadSquared Check Status' };
export const other = { inPanel: 'LeadSquared Async', onCanvas: 'LeadSquared Async' };
export const read = { inPanel: 'LeadSquared', onCanvas: 'LeadSquared' };

/** What the node with resources offers, as its page in the panel lists it. */
export const actions = [
	'Capture opportunity',
	'Capture lead',
	'Update lead',
	'Create activity',
	'Create activity with lead',
	'Log call',
	'Get queue metrics',
] as const;

export const rows = [
	{
		Opportunity: '5ca5b042-51ea-4699-b6f0-84c40ab12770',
		Customer: 'Priya Nair',
		Stage: 'Sanctioned',
		Amount: 1250000,
	},
	{
		Opportunity: '00000000-0000-4000-8000-00000000dead',
		Customer: 'Nobody',
		Stage: 'Disbursed',
		Amount: 100000,
	},
	{
		Opportunity: '0bb00000-0000-4000-8000-000000000003',
		Customer: 'Amit Kumar',
		Stage: 'Prospecting',
		Amount: 875000,
	},
];

const trigger = 'When clicking ‘Execute workflow’';

/** A trigger and three rows, in place of the user's own data. */
export const rowsOnCanvas = {
	nodes: [
		node('1', trigger, 'n8n-nodes-base.manualTrigger', 1, {}, 0),
		node(
			'2',
			'Rows',
			'n8n-nodes-base.set',
			3.4,
			{ mode: 'raw', jsonOutput: JSON.stringify({ rows }, null, 2), options: {} },
			220,
		),
		node(
			'3',
			'Split Rows',
			'n8n-nodes-base.splitOut',
			1,
			{ fieldToSplitOut: 'rows', options: {} },
			440,
		),
	],
	connections: {
		[trigger]: { main: [[{ node: 'Rows', type: 'main', index: 0 }]] },
		Rows: { main: [[{ node: 'Split Rows', type: 'main', index: 0 }]] },
	},
};

function node(
	id: string,
	name: string,
	type: string,
	typeVersion: number,
	parameters: object,
	x: number,
) {
	return { id, name, type, typeVersion, parameters, position: [x, 0] };
}
