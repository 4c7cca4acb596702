/** One release of a line of n8n that the package must run on. */
export interface N8nLine {
	n8n: string;
	node: string;
	/** What is downloaded and what its folder holds, in GB, and how long it took with two cores. Said to users. */
	install: { download: number; disk: number; minutes: number };
	/** What n8n's packages ask for as a peer and no package brings along, since npm is told not to look for peers. */
	peers?: Record<string, string>;
	/** npm's `overrides` of the folder that n8n is installed in. */
	overrides?: Record<string, string>;
	/** In addition to what every line is started with. */
	environment: Record<string, string>;
}

/** In the order in which they run. */
export const n8nLines: N8nLine[] = [
	{
		n8n: '2.41.1',
		node: '24.21.0',
		install: { download: 0.7, disk: 2.4, minutes: 4 },
		// Of ts-ics, without which Extract From File does not load.
		peers: { 'date-fns': '2.30.0' },
		environment: {
			// mcp-registry would fetch a list of servers from n8n's own host at every start.
			N8N_DISABLED_MODULES: 'mcp-registry,instance-ai',
		},
	},
	{
		// The last of 1.x.
		n8n: '1.123.81',
		// n8n requires >=20.19 <=24.x.
		node: '22.23.3',
		install: { download: 0.6, disk: 1.6, minutes: 4 },
		peers: { 'date-fns': '2.30.0' },
		overrides: {
			// n8n names an address outside the registry for it; nothing here reads a spreadsheet.
			xlsx: '0.18.5',
			// langgraph takes any 1.x, and the newer ones need a newer @langchain/core than n8n pins.
			'@langchain/langgraph-checkpoint': '1.0.0',
		},
		environment: {
			// 2.x's default. Without a pool 1.x saves an execution's status first and its data a moment later.
			DB_SQLITE_POOL_SIZE: '3',
		},
	},
];

/** The lines that are named, or all. */
export function chosenLines(names: string[]): N8nLine[] {
	const known = n8nLines.map((line) => line.n8n);
	const unknown = names.filter((name) => !known.includes(name));
	if (unknown.length > 0)
		throw new Error(`No such n8n here: ${unknown.join(', ')}. There is ${known.join(', ')}`);
	return n8nLines.filter((line) => names.length === 0 || names.includes(line.n8n));
}
