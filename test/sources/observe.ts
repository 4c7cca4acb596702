/** A workflow of each source, with one update node for each of its values, and what becomes of them. */
import type { Sandbox } from '../sandbox';
import { opportunityId } from '../sandbox';
import { opportunityOf } from '../e2e/arrivals';
import type { SavedCredential } from '../e2e/fixture';
import type { N8nClient, Workflow, WorkflowNode } from '../e2e/n8n-client';
import { node, updateType, withCredential } from '../e2e/workflows';
import { fields, keyOf, type Outcome, type Row } from './row';
import type { Source, Surroundings } from './source';
import type { ZonePair } from './zones';

/** The type that has a field of every kind. */
export const everything = { __rl: true, mode: 'id', value: '12002' };

export const mapper = { parameter: 'mappedFields', method: 'getFields' };

export interface Observer {
	client: N8nClient;
	sandbox: Sandbox;
	credential: SavedCredential;
	/** The mapper's fields, as the editor keeps them in a saved workflow. */
	schema: readonly unknown[];
	surroundings: Surroundings;
}

/** What becomes of each row of a source, in their order. */
export async function observe(
	observer: Observer,
	source: Source,
	pair: ZonePair,
): Promise<Outcome[]> {
	const { client, sandbox, credential } = observer;
	sandbox.reset();
	const before = await source.nodes(observer.surroundings);
	const plain = workflowOf(source, before, observer.schema, pair);
	const workflow = await client.createWorkflow(
		withCredential(plain, credential.id, credential.name),
	);
	const trigger = before[0]?.name ?? '';
	let saved;
	if (source.visit) {
		await client.activateWorkflow(workflow);
		await source.visit(client);
		saved = await client.runByTrigger(workflow);
		await client.deactivateWorkflow(workflow);
	} else {
		saved = await client.runWorkflow(workflow, trigger);
	}
	if (saved.status !== 'success') {
		throw new Error(`${source.name} ended as ${saved.status}: ${saved.error?.message ?? ''}`);
	}
	return source.rows.map((row, index) => {
		const items = saved.outputs(updateName(index))[0] ?? [];
		const [item] = items;
		if (item === undefined || items.length > 1) {
			throw new Error(`${source.name}: ${items.length} items of ${row.kind} ${row.value}`);
		}
		const { error } = item.json;
		// The number of the item says nothing where there is one.
		if (error !== undefined) return { message: String(error).replace(' [item 0]', '') };
		const bodies = sandbox.calls
			.filter(({ path, body }) => {
				return path === '/opportunity/update' && opportunityOf(body) === opportunityId(index + 1);
			})
			.map(({ body }) => body as UpdateBody);
		const [body] = bodies;
		if (body === undefined || bodies.length > 1) {
			throw new Error(`${source.name}: ${bodies.length} updates of ${row.kind} ${row.value}`);
		}
		return { sent: received(row, body) };
	});
}

interface UpdateBody {
	OpportunityNote?: string;
	Fields: Array<{ SchemaName: string; Value: string }>;
}

function received({ to }: Row, { Fields, OpportunityNote }: UpdateBody): string | null {
	if (to === 'note') return OpportunityNote ?? null;
	if (to === 'auto') {
		return Fields.map(({ SchemaName, Value }) => `${SchemaName}=${Value}`).join('; ') || null;
	}
	return Fields.find(({ SchemaName }) => SchemaName === fields[to].schemaName)?.Value ?? null;
}

const updateName = (index: number) => `Update ${index + 1}`;

function workflowOf(
	source: Source,
	before: readonly WorkflowNode[],
	schema: readonly unknown[],
	pair: ZonePair,
): Workflow {
	const updates = source.rows.map((row, index) => updateOf(row, index, source.at, schema));
	const to = (name: string) => ({ node: name, type: 'main', index: 0 });
	const chain = before.slice(0, -1).map(({ name }, index) => {
		const next = before[index + 1]?.name ?? '';
		return [name, { main: [[to(next)]] }] as const;
	});
	const last = before.at(-1)?.name ?? '';
	return {
		name: `Sources: ${source.title}, ${source.name}`.slice(0, 128),
		nodes: [...before, ...updates],
		connections: Object.fromEntries([
			...chain,
			[last, { main: [updates.map(({ name }) => to(name))] }],
		]),
		settings: { executionOrder: 'v1', timezone: pair.workflow },
	};
}

function updateOf(
	row: Row,
	index: number,
	at: string | undefined,
	schema: readonly unknown[],
): WorkflowNode {
	const value = expressionOf(row, index, at);
	const mapping =
		row.to === 'auto'
			? { mappingMode: 'autoMapInputData', value: null }
			: {
					mappingMode: 'defineBelow',
					value: row.to === 'note' ? {} : { [fields[row.to].schemaName]: value },
				};
	return {
		...node(updateName(index), updateType, 1, {
			opportunityType: everything,
			opportunityId: { __rl: true, mode: 'id', value: opportunityId(index + 1) },
			fieldsMode: 'mapped',
			[mapper.parameter]: { ...mapping, matchingColumns: [], schema },
			// An update that would otherwise be empty is sent all the same, so that what is left out can be seen.
			note: row.to === 'note' ? value : 'A row of the sources',
			options: row.options ?? {},
		}),
		onError: 'continueRegularOutput',
	};
}

/** What is written into the field of the mapper. */
function expressionOf({ mapped = '$json.cell' }: Row, index: number, at = '$json'): string {
	return `={{ ${mapped.replaceAll('$json.cell', `${at}.${keyOf(index)}`)} }}`;
}
