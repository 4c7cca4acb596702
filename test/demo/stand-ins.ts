/**
 * Stand-ins for the built-in nodes of the example workflow. n8n's own come with the whole of n8n (3 GB);
 * `npm run e2e` runs the same workflow with those.
 */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
} from 'n8n-workflow';

import { delay } from '../support/platform';

type Execute = (
	context: IExecuteFunctions,
) => Promise<INodeExecutionData[][]> | INodeExecutionData[][];

function standIn(name: string, execute: Execute, properties: INodeProperties[] = []): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: [1, 1.1, 3.4],
			description: '',
			defaults: { name },
			inputs: ['main'],
			outputs: ['main'],
			properties,
		},
		async execute(this: IExecuteFunctions) {
			return await execute(this);
		},
	};
}

const handOn: Execute = (context) => [context.getInputData()];

/** Waits the given ms. */
export type Pause = (ms: number) => Promise<void>;

const waitBy =
	(pause: Pause): Execute =>
	async (context) => {
		await pause(Number(context.getNodeParameter('amount', 0)) * 1_000);
		return [context.getInputData()];
	};

/** n8n drops parameters that a type does not declare. */
const amount: INodeProperties = {
	displayName: 'Amount',
	name: 'amount',
	type: 'number',
	default: 5,
};

/** The rows replace those that the workflow splits out of its example data. */
export function standIns(
	rows: INodeExecutionData[],
	pause: Pause = delay,
): Record<string, INodeType> {
	return {
		'n8n-nodes-base.manualTrigger': standIn('Start', handOn),
		'n8n-nodes-base.set': standIn('Edit Fields', handOn),
		// Never runs, but the engine asks for the type of everything on the canvas.
		'n8n-nodes-base.stickyNote': standIn('Sticky Note', handOn),
		'n8n-nodes-base.splitOut': standIn('Split Out', () => [rows]),
		'n8n-nodes-base.wait': standIn('Wait', waitBy(pause), [amount]),
	};
}
