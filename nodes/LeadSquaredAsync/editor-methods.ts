/** What the editor asks for while the user fills in the node. */
import type {
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';

import { chosenType, fieldsForMapper, schemaNames } from '../shared/editor/lists';
import type { FieldSource } from '../shared/metadata/field-source';
import { activityParameters, leadParameters, opportunityParameters } from './labels';

export {
	getUniqueLeadFields,
	searchActivityTypes,
	searchOpportunityTypes,
} from '../shared/editor/lists';

const lead: FieldSource = { kind: 'lead' };

function opportunity(context: ILoadOptionsFunctions): FieldSource | undefined {
	const code = chosenType(context, 'opportunityType');
	return code === undefined ? undefined : { kind: 'opportunity', code };
}

function activity(context: ILoadOptionsFunctions): FieldSource | undefined {
	const code = chosenType(context, 'activityType');
	return code === undefined ? undefined : { kind: 'activity', code };
}

export async function getLeadFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await fieldsForMapper(this, lead, leadParameters.mapped.name, false);
}

export async function getOpportunityFields(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const { name } = opportunityParameters.mapped;
	return await fieldsForMapper(this, opportunity(this), name, true);
}

export async function getActivityFields(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const { name } = activityParameters.mapped;
	return await fieldsForMapper(this, activity(this), name, true);
}

export async function getLeadSchemaNames(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await schemaNames(this, lead);
}

export async function getOpportunitySchemaNames(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await schemaNames(this, opportunity(this));
}

export async function getActivitySchemaNames(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await schemaNames(this, activity(this));
}
