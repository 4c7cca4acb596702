/** What the editor asks for while the user fills in the node. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { chosenType, readableNames } from '../shared/editor/lists';

export {
	getUniqueLeadFields,
	searchActivityTypes,
	searchOpportunityTypes,
} from '../shared/editor/lists';

export async function getLeadFieldNames(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await readableNames(this, { kind: 'lead' });
}

export async function getOpportunityFieldNames(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const code = chosenType(this, 'opportunityType');
	return await readableNames(this, code === undefined ? undefined : { kind: 'opportunity', code });
}

export async function getActivityFieldNames(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const code = chosenType(this, 'activityType');
	return await readableNames(this, code === undefined ? undefined : { kind: 'activity', code });
}
