/** Reads the tasks of a lead or an owner. */
import type { JsonObject } from '../../shared/lib/json';
import { ok } from '../../shared/problems/result';
import { tasksOfLead, tasksOfOwner } from '../../shared/reading/calls';
import { pageSizeFor, readByOffset } from '../../shared/reading/pages';
import { taskRecord, type ReadRecord } from '../../shared/reading/record';
import { loadedFrom } from '../../shared/transport/reply';
import { ownerLabel } from '../labels';
import { answerOf, harvestOf } from './answer';
import type { ReadQuestion } from './question';

/** Rows of longer pages were lost without a word. */
const taskPage = 200;

export const getManyTasks: ReadQuestion = (inputs) => {
	const output = inputs.output();
	if (!output.ok) return output;
	const limit = inputs.limit();
	if (!limit.ok) return limit;
	const status = inputs.parameter('taskStatus');
	const isCompleted = status === 'all' ? undefined : status === 'completed';
	const isOfLead = inputs.parameter('findBy') !== 'owner';
	const id = isOfLead ? inputs.leadId() : inputs.id('owner', ownerLabel, 'key');
	if (!id.ok) return id;
	const toRecord = (row: JsonObject): ReadRecord | undefined => {
		const record = taskRecord(row);
		const own = record.core.isCompleted;
		return isCompleted === undefined || own === null || own === isCompleted ? record : undefined;
	};
	return ok(async ({ client }) => {
		const harvest = harvestOf(limit.value, output.value, toRecord);
		if (!isOfLead) {
			const size = pageSizeFor(limit.value, taskPage);
			return answerOf(
				await readByOffset(client, harvest, size, (offset) =>
					tasksOfOwner(id.value, isCompleted, offset, size),
				),
			);
		}
		const reply = loadedFrom(await client.send(tasksOfLead(id.value)));
		if (reply === undefined || !reply.ok) return reply;
		harvest.add(reply.value.rows);
		return answerOf(ok(harvest));
	});
};
