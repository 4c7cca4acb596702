/** Nodes of a workflow that goes round in a loop. */
import type { INode, INodeExecutionData, INodeType } from 'n8n-workflow';

/** Outputs one list of items after the other, each time that it is run, and then none. */
export function roundsOf(rounds: readonly INodeExecutionData[][]): INodeType {
	let round = 0;
	return {
		description: {
			displayName: 'Again',
			name: 'again',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Again' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
		execute: async (): Promise<INodeExecutionData[][]> => [rounds[round++] ?? []],
	} as unknown as INodeType;
}

export function placed(name: string, type: string, rest: Partial<INode> = {}): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...rest };
}

/** One node after the other, and from the last back to the second: each with all its outputs. */
export function inALoop(names: readonly string[], outputs = 1) {
	return Object.fromEntries(
		names.map((name, index) => [
			name,
			{
				main: Array.from({ length: outputs }, () => [
					{ node: names[index + 1] ?? names[1] ?? '', type: 'main' as const, index: 0 },
				]),
			},
		]),
	);
}
