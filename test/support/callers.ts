/** What calls a tool on a real n8n, each in its own way, with a model that is scripted. */
import { SupplyDataContext } from 'n8n-core';
import type {
	EngineRequest,
	EngineResponse,
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeType,
	IRunExecutionData,
	IWorkflowExecuteAdditionalData,
	NodeOutput,
	Workflow,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { isObject } from '../../nodes/shared/lib/json';

export type ToolArguments = IDataObject;

/** One call, or several that the model makes at once. */
export type Step = ToolArguments | ToolArguments[];

export interface Caller {
	/** As the editor names it. */
	name: string;
	type: string;
	/** Calls its tool, called Tool, as the steps say, and outputs what the model would read. */
	node(steps: readonly Step[]): INodeType;
}

function description(name: string) {
	return {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name },
		inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool }],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};
}

interface Tool {
	invoke(args: ToolArguments): Promise<unknown>;
}

const asItem = (answer: string): INodeExecutionData => ({
	json: { answer },
	pairedItem: { item: 0 },
});

/** @param readError what becomes of an error that the tool throws */
function invoking(name: string, type: string, readError: (message: string) => string): Caller {
	const node = (steps: readonly Step[]): INodeType =>
		({
			description: description(name),
			async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
				const [tool] = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Tool[];
				const answers: INodeExecutionData[] = [];
				for (const step of steps) {
					const said = [step]
						.flat()
						.map(
							async (args) =>
								await tool!.invoke(args).catch((error: Error) => readError(error.message)),
						);
					answers.push(...(await Promise.all(said)).map((answer) => asItem(String(answer))));
				}
				return [answers];
			},
		}) as unknown as INodeType;
	return { name, type, node };
}

/** What the answers of one step would look like to the model: n8n's buildObservation. */
function observations({ actionResponses }: EngineResponse): string[] {
	return actionResponses.map(({ data }) => {
		const items = data.data?.ai_tool?.[0]?.map(({ json }) => json) ?? [];
		if (items.length > 0) return JSON.stringify(items);
		return JSON.stringify(data.error === undefined ? '' : { error: data.error.message });
	});
}

/** Has n8n run the tool as a node of its own, and resumes with the results of one step at a time. */
function requesting(name: string): Caller {
	const node = (steps: readonly Step[]): INodeType => {
		let ids = 0;
		const answers: INodeExecutionData[] = [];
		let left: Step[] = [];
		return {
			description: description(name),
			async execute(this: IExecuteFunctions, response?: EngineResponse): Promise<NodeOutput> {
				const said = response === undefined ? [] : observations(response);
				// A run begins without any; in a loop it is not the first one.
				if (said.length === 0) {
					answers.length = 0;
					left = [...steps];
				}
				answers.push(...said.map(asItem));
				const step = left.shift();
				if (step === undefined) return await Promise.resolve([answers]);
				const request: EngineRequest<{ itemIndex: number }> = {
					actions: [step].flat().map((input) => ({
						actionType: 'ExecutionNodeAction',
						nodeName: 'Tool',
						input,
						type: NodeConnectionTypes.AiTool,
						// Models number their calls anew, also where they try again.
						id: `call_${++ids}`,
						metadata: { itemIndex: 0 },
					})),
					metadata: { itemIndex: 0 },
				};
				return request;
			},
		} as unknown as INodeType;
	};
	return { name, type: '@n8n/n8n-nodes-langchain.agent', node };
}

/** Gives the model an empty text where the tool throws. */
export const agent2 = invoking('AI Agent 2.2', '@n8n/n8n-nodes-langchain.agent', () => '');

export const agent3 = requesting('AI Agent 3.1');

/** Marks an error that the tool throws as `isError`. */
export const mcpServer = invoking(
	'MCP Server Trigger',
	'@n8n/n8n-nodes-langchain.mcpTrigger',
	(message) => `isError: ${message}`,
);

/**
 * In queue mode a worker runs the tool after the trigger, without its retries, and hands the main process of an error
 * nothing but the message (`invokeTool` of n8n's job-processor).
 */
export const mcpWorker: Caller = {
	name: 'MCP Server Trigger in queue mode',
	type: mcpServer.type,
	node: (steps) =>
		({
			description: description('MCP Server Trigger in queue mode'),
			async execute(this: Engine): Promise<INodeExecutionData[][]> {
				const answers: INodeExecutionData[] = [];
				for (const step of steps) {
					const said = [step].flat().map(async (args) => await invokeInWorker(this, args));
					answers.push(...(await Promise.all(said)).map(asItem));
				}
				return [answers];
			},
		}) as unknown as INodeType,
};

/** What n8n-core's contexts hold, and do not show in their type. */
interface Engine {
	workflow: Workflow;
	node: INode;
	additionalData: IWorkflowExecuteAdditionalData;
	runExecutionData: IRunExecutionData;
}

async function invokeInWorker(
	{ workflow, node: parent, additionalData, runExecutionData }: Engine,
	args: ToolArguments,
): Promise<string> {
	const node = workflow.getNode('Tool')!;
	const input = [{ json: {} }];
	const main = [input];
	const context = new SupplyDataContext(
		workflow,
		node,
		additionalData,
		'webhook',
		runExecutionData,
		0,
		input,
		{ main },
		NodeConnectionTypes.AiTool,
		{ node, data: { main }, source: null },
		[],
		undefined,
		parent,
	);
	context.addInputData(NodeConnectionTypes.AiTool, [[{ json: args }]]);
	const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	try {
		const [items = []] = (await type.execute!.call(
			context as unknown as IExecuteFunctions,
		)) as INodeExecutionData[][];
		return JSON.stringify(items.map(({ json }) => json));
	} catch (error) {
		return `isError: ${(error as Error).message}`;
	}
}

export const mcpCallers: readonly Caller[] = [mcpServer, mcpWorker];

export const callers: readonly Caller[] = [agent2, agent3, ...mcpCallers];

/** As n8n makes a tool of a node: the same type under another name, with another output. */
export function toolOf(node: INodeType): INodeType {
	const tool = Object.create(node) as INodeType;
	tool.description = {
		...node.description,
		name: `${node.description.name}Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
	};
	return tool;
}

/** The items that the model read as the tool's answer. */
export function itemsOf(answer: string | undefined): IDataObject[] {
	const parsed: unknown = JSON.parse(answer ?? '');
	return Array.isArray(parsed) ? parsed.filter(isObject).map((item) => item as IDataObject) : [];
}
