/**
 * Who may import whom. `npm run lint` holds the code to it; `test/architecture` shows that each rule can fail.
 *
 * A new room or node folder is a new row of `floors`. A new arrow is a word in a row: only to a floor below.
 * docs/architecture.md says what each room holds.
 */
const { n8n } = require('./package.json');

/** From the bottom to the top. Each room, and the rooms that it may import. Type imports count. */
const floors = [
	{ lib: [], properties: [] },
	{ account: ['lib'], problems: ['properties'] },
	{ limit: ['account', 'lib'], credentials: ['account', 'properties'] },
	{ transport: ['account', 'lib', 'limit', 'problems'] },
	{
		metadata: ['lib', 'problems', 'properties', 'transport'],
		run: ['account', 'lib', 'problems', 'properties', 'transport'],
		'async-api': ['lib', 'properties', 'transport'],
	},
	{
		fields: ['lib', 'metadata', 'problems', 'properties', 'run', 'transport'],
		reading: ['lib', 'metadata', 'problems', 'transport'],
		editor: ['account', 'lib', 'limit', 'metadata', 'problems', 'properties', 'transport'],
		submit: ['account', 'async-api', 'lib', 'problems', 'run'],
	},
	{
		LeadSquared: [
			...['editor', 'fields', 'lib', 'metadata'],
			...['problems', 'properties', 'reading', 'run', 'transport'],
		],
		LeadSquaredAsync: [
			...['async-api', 'editor', 'fields', 'lib', 'metadata'],
			...['problems', 'properties', 'run', 'submit', 'transport'],
		],
		LeadSquaredUpdateOpportunity: [
			...['editor', 'fields', 'lib', 'metadata'],
			...['problems', 'properties', 'reading', 'run', 'submit', 'transport'],
		],
		LeadSquaredCheckStatus: [
			...['account', 'async-api', 'editor', 'fields', 'lib', 'metadata'],
			...['problems', 'properties', 'reading', 'run', 'transport'],
		],
		LeadSquaredTrigger: [
			...['account', 'editor', 'lib', 'metadata'],
			...['problems', 'properties', 'reading', 'run', 'transport'],
		],
	},
];

/**
 * What runs code of n8n, waits, or makes calls; and what reads a clock. Everything else is pure: it may read the
 * parameters of an execution that it is given, and name n8n's types.
 */
const impure = [
	'^credentials/',
	'^nodes/shared/lib/time[.]ts$',
	'^nodes/shared/problems/node-error[.]ts$',
	'^nodes/shared/limit/account-limiter[.]ts$',
	'^nodes/shared/transport/(attempt|client)[.]ts$',
	'^nodes/shared/metadata/(load-metadata|reply-cache)[.]ts$',
	'^nodes/shared/run/(map-items|open|operation|output-items|read-items)[.]ts$',
	'^nodes/shared/fields/map-field-lists[.]ts$',
	'^nodes/shared/editor/(credential-test|lists|methods)[.]ts$',
	'^nodes/shared/submit/(outcomes|plan|submit-items)[.]ts$',
	'^nodes/[^/]+/([^/]+[.]node|methods|editor-methods|execute)[.]ts$',
	'^nodes/LeadSquared/(answer-items[.]ts$|questions/)',
	'^nodes/LeadSquaredAsync/queue-get-metrics[.]ts$',
	'^nodes/LeadSquaredUpdateOpportunity/find-ids[.]ts$',
	'^nodes/LeadSquaredCheckStatus/(check-items|describe|outputs|requests|wait)[.]ts$',
	'^nodes/LeadSquaredCheckStatus/status/ask-status[.]ts$',
	'^nodes/LeadSquaredCheckStatus/confirming/(confirm-requests|read-record)[.]ts$',
	'^nodes/LeadSquaredTrigger/settings[.]ts$',
	'^nodes/LeadSquaredTrigger/hooks/(account-webhooks|failed-activations|register)[.]ts$',
	'^nodes/LeadSquaredTrigger/deliveries/(ask-about|fetch-record|receive)[.]ts$',
];

/** What n8n reads at its start. The rest is behind an `import()`. */
const readAtStart = [
	'^credentials/',
	'^nodes/shared/(account|lib|properties)/',
	'^nodes/shared/async-api/operations[.]ts$',
	'^nodes/shared/editor/methods[.]ts$',
	'^nodes/[^/]+/([^/]+[.]node|properties|methods|labels|outputs)[.]ts$',
	'^nodes/[^/]+/descriptions/',
];

const entries = [...n8n.nodes, ...n8n.credentials].map(
	(file) => `^${file.replace(/^dist\//, '').replace(/[.]js$/, '[.]ts')}$`,
);

const ours = '^(nodes|credentials)/';
const n8nWorkflow = '(^|/)n8n-workflow(/|$)';

/** Node folders begin with a capital letter. */
function folderOf(room) {
	if (room === 'credentials') return '^credentials/';
	return /^[A-Z]/.test(room) ? `^nodes/${room}/` : `^nodes/shared/${room}/`;
}

function arrowsFrom(room, below) {
	return {
		name: `arrows-from-${room}`,
		comment: `${room} may import ${below.join(', ') || 'no other room'} (floors in .dependency-cruiser.cjs).`,
		severity: 'error',
		from: { path: folderOf(room) },
		to: { path: rooms.map(folderOf), pathNot: [room, ...below].map(folderOf) },
	};
}

const rooms = floors.flatMap(Object.keys);

const rows = floors.flatMap((floor, at) => {
	const below = floors.slice(0, at).flatMap(Object.keys);
	return Object.entries(floor).map(([room, imports]) => {
		const up = imports.filter((other) => !below.includes(other));
		if (up.length > 0) throw new Error(`${room}: ${up.join(', ')} is not on a floor below`);
		return [room, imports];
	});
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		...rows.map(([room, imports]) => arrowsFrom(room, imports)),
		{
			name: 'room-without-a-row',
			comment:
				'Each file is in a room, and each room has a row in floors (.dependency-cruiser.cjs).',
			severity: 'error',
			from: {},
			to: { path: ours, pathNot: rooms.map(folderOf) },
		},
		{
			name: 'no-circle',
			comment: 'Files that need each other are one file, or need a third one below both.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'nothing-from-outside',
			comment:
				'The package needs n8n-workflow and its own files: no test, no Node module, no other package.',
			severity: 'error',
			from: { path: ours },
			to: { pathNot: [ours, n8nWorkflow] },
		},
		{
			name: 'pure-knows-no-n8n',
			comment: 'Pure code takes nothing of n8n but types, which are gone at run time.',
			severity: 'error',
			from: { path: ours, pathNot: impure },
			to: { path: n8nWorkflow, preCompilationOnly: false },
		},
		{
			name: 'pure-rests-on-pure',
			comment:
				'Pure code runs nothing that waits, makes calls or knows n8n, not even by way of other files.',
			severity: 'error',
			from: { path: ours, pathNot: impure },
			to: { path: impure, preCompilationOnly: false },
		},
		{
			name: 'start-reads-little',
			comment:
				"n8n's start reads what shows the nodes. Import what runs them by import(), as methods.ts does.",
			severity: 'error',
			from: { path: readAtStart },
			to: { path: ours, pathNot: readAtStart, dynamic: false, preCompilationOnly: false },
		},
		{
			name: 'no-dead-file',
			comment: 'Neither a node nor the credential needs this file.',
			severity: 'error',
			from: { path: entries },
			to: { path: ours, pathNot: entries, reachable: false },
		},
	],
	options: {
		// Type imports count, and rules can tell them from imports at run time.
		tsPreCompilationDeps: 'specify',
		doNotFollow: { path: 'node_modules' },
	},
};
