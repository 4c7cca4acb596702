/** What the checks of the example workflows share. */
import type { Fixture, SavedCredential } from './fixture';
import type { SavedWorkflow, Workflow } from './n8n-client';
import type { SavedExecution } from './saved-execution';
import { exampleWorkflow, triggerOf, withCredential } from './workflows';

export async function imported(
	{ client }: Fixture,
	credential: SavedCredential,
	workflow: Workflow,
): Promise<SavedWorkflow> {
	return await client.createWorkflow(withCredential(workflow, credential.id, credential.name));
}

/** How many items left through Completed, Failed and Pending. */
export const outcomes = (saved: SavedExecution) =>
	saved.outputs('Check Status').map((items) => items.length);

/** An example for real, from the manual trigger with which a user tries it. */
export async function tried(
	fixture: Fixture,
	credential: SavedCredential,
	name: string,
): Promise<SavedExecution> {
	const { checks, client } = fixture;
	checks.step(`Example: ${name}`);
	fixture.freshAccount();
	const workflow = await imported(fixture, credential, exampleWorkflow(name));
	const saved = await client.runWorkflow(workflow, triggerOf(workflow));
	checks.equal('it runs to its end', [saved.status, saved.error?.message], ['success', undefined]);
	return saved;
}
