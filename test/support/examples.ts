/** The workflows in `examples/`. */
import { fs, path, root } from './platform';

interface ExampleNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
}

export interface Example {
	name: string;
	nodes: ExampleNode[];
	connections: Record<string, { main: Array<Array<{ node: string }>> }>;
	pinData?: Record<string, unknown>;
}

const folder = path.join(root, 'examples');

export const exampleFile = (name: string) => path.join(folder, name);

/** The files' names in order, without `.json`. */
export const exampleNames = fs
	.readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => path.basename(file, '.json'))
	.sort();

/** As it ships. */
export function readExample<T = Example>(name: string): T {
	return JSON.parse(fs.readFileSync(exampleFile(`${name}.json`), 'utf8')) as T;
}

export const writes = ({ type }: { type: string }) =>
	/\.leadSquared(UpdateOpportunity|Async)$/.test(type);

/** Whether a node is set to send nothing. */
export const isCheckOnly = ({ parameters }: { parameters: object }) =>
	Reflect.get(optionsOf(parameters), 'checkOnly') === true;

/** What the note of an example asks for, to send for real: `Check Only` off in each node that writes. */
export function forReal<T extends { nodes: ReadonlyArray<{ type: string; parameters: object }> }>(
	workflow: T,
): T {
	const nodes = workflow.nodes.map((node) =>
		writes(node)
			? {
					...node,
					parameters: {
						...node.parameters,
						options: { ...optionsOf(node.parameters), checkOnly: false },
					},
				}
			: node,
	);
	return { ...workflow, nodes };
}

function optionsOf(parameters: object): object {
	return (Reflect.get(parameters, 'options') ?? {}) as object;
}
