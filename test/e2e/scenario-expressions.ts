import { opportunityId } from '../sandbox';
import { credentialData } from './fixture';
import type { Fixture, SavedCredential } from './fixture';
import type { SavedExecution } from './saved-execution';
import {
	credentialType,
	node,
	triggerOf,
	updateWorkflow,
	withCredential,
	withNode,
} from './workflows';

/** Expressions that fail; n8n swallows most of these errors. */
const failing: Array<[expression: string, reason: RegExp]> = [
	["$json.amount.replace(/,/g, '')", /replace is not a function/],
	['JSON.parse($json.title)', /JSON/],
	['$json.title.toFixed(2)', /toFixed is not a function/],
	["$('Nowhere').item.json.x", /: Referenced node doesn't exist: 'Nowhere' /],
	["$('Sheet2').item.json.x", /: No path back to referenced node: 'Sheet2' /],
];

/** In the workflow, but nothing leads from it to the update node. */
const unconnected = node('Sheet2', 'n8n-nodes-base.noOp', 1, {});

/** An empty cell, in whatever way it is read. */
const empty = ['$json.none', '$json.none.deeper', "$json.none.replace(/,/g, '')", '$json.blank'];

const when = "DateTime.fromISO('2026-11-24T10:30:00+05:30')";

/**
 * What the update node makes of expressions on this n8n. The engine that evaluates them is n8n's choice.
 *
 * @param engine as n8n's setting N8N_EXPRESSION_ENGINE calls it
 */
export async function checkExpressions(
	fixture: Fixture,
	credential: SavedCredential,
	engine: string,
): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step(`Expressions, on the engine that n8n calls ${engine}`);

	/** One row; the expression gives the value of a text field. */
	const run = async (written: string, rows = [1], used = credential): Promise<SavedExecution> => {
		fixture.freshAccount();
		const data = rows.map((n) => ({
			opportunityId: opportunityId(n),
			title: 'Red',
			amount: 12,
			blank: null,
			isOurs: n === 1,
		}));
		const fields = { field: [{ schemaName: 'mx_Custom_1', value: written }] };
		const workflow = withNode(updateWorkflow(`e2e: ${written}`, data), 'Update', {
			parameters: { fields },
		});
		const nodes = [...workflow.nodes, unconnected];
		const saved = await client.createWorkflow(
			withCredential({ ...workflow, nodes }, used.id, used.name),
		);
		return await client.runWorkflow(saved, triggerOf(saved));
	};
	const sent = () =>
		sandbox.calls.flatMap(({ body, path }) =>
			path.endsWith('/opportunity/update')
				? [(body as { Fields: Array<{ SchemaName: string; Value: string }> }).Fields]
				: [],
		);

	for (const [expression, reason] of failing) {
		const { error } = await run(`={{ ${expression} }}`);
		const message = error?.message ?? '';
		checks.that(
			`one that fails is refused: ${message}`,
			message.startsWith("'Fields, row 1' contains an expression that cannot be evaluated") &&
				reason.test(message),
		);
		checks.equal('  and nothing is sent', sandbox.calls.length, 0);
	}
	for (const expression of empty) {
		const { status } = await run(`={{ ${expression} }}`);
		checks.equal(`{{ ${expression} }} is an empty cell`, [status, sent()], ['success', [[]]]);
	}
	await run(`={{ ${when} }}`);
	const date = sent();
	await run(`= {{ ${when} }}\n`);
	checks.equal('blanks around a date change nothing', [sent(), date[0]?.length], [date, 1]);

	const name = `LeadSquared, key by expression, ${engine} (e2e)`;
	const id = await client.createCredential(name, credentialType, {
		...credentialData(sandbox),
		accessKey: `={{ $json.isOurs ? '${sandbox.keys.accessKey}' : 'another' }}`,
	});
	const mixed = await run('Red', [1, 2], { id, name });
	checks.that(
		`a credential whose expression gives items other keys is refused: ${mixed.error?.message ?? ''}`,
		/'Access Key' .+ gives item 1 another value than item 0/.test(mixed.error?.message ?? ''),
	);
	checks.equal('  and nothing is sent', sandbox.calls.length, 0);
	const same = await run('Red', [1], { id, name });
	checks.equal('one item is sent with its key', [same.status, sent().length], ['success', 1]);
}
