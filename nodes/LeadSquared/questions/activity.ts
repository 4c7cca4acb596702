/** Reads the activities of a lead or an opportunity. */
import type { FieldSource } from '../../shared/metadata/field-source';
import { ok } from '../../shared/problems/result';
import { activitiesOfLead, activitiesOfOpportunity } from '../../shared/reading/calls';
import { longestPage, pageSizeFor, readByIndex, readTrail } from '../../shared/reading/pages';
import { activityRecord } from '../../shared/reading/record';
import { answerOf, harvestOf, shapeFor } from './answer';
import type { ReadQuestion } from './question';

/** The pages of a trail: longer ones were refused or cut. */
const trailPage = 200;

export const getManyActivities: ReadQuestion = (inputs) => {
	const output = inputs.output();
	if (!output.ok) return output;
	const limit = inputs.limit();
	if (!limit.ok) return limit;
	const type = inputs.optionalType('activityType');
	if (!type.ok) return type;
	const code = type.value;
	const source: FieldSource | undefined =
		code === undefined ? undefined : { kind: 'activity', code };
	const isOfLead = inputs.parameter('findBy') !== 'opportunity';
	const id = isOfLead ? inputs.leadId() : inputs.opportunityId();
	if (!id.ok) return id;
	return ok(async ({ client }) => {
		const shape = await shapeFor(client, output.value, source);
		if (shape === undefined || !shape.ok) return shape;
		const harvest = harvestOf(limit.value, shape.value, activityRecord);
		const size = pageSizeFor(limit.value, isOfLead ? trailPage : longestPage);
		return answerOf(
			isOfLead
				? await readTrail(client, harvest, size, (offset) =>
						activitiesOfLead(id.value, code, offset, size),
					)
				: await readByIndex(client, harvest, size, (index) =>
						activitiesOfOpportunity(id.value, code, { index, size }),
					),
		);
	});
};
