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
	const loaded = await fieldsForMapper(this, lead, leadParameters.mapped.name, false);
	const key = matchField(this);
	// The editor shows required fields from the start.
	const fields = loaded.fields.map((field) =>
		field.id.toLowerCase() === key ? { ...field, required: true } : field,
	);
	return { ...loaded, fields };
}

/** The field by which the operation finds the lead, in lower case; undefined where it is given the ID. */
function matchField(context: ILoadOptionsFunctions): string | undefined {
	if (context.getCurrentNodeParameter('operation') === 'update') return undefined;
	const searchBy = context.getCurrentNodeParameter('searchBy');
	const name = searchBy === 'other' ? context.getCurrentNodeParameter('searchByField') : searchBy;
	return typeof name === 'string' ? name.trim().toLowerCase() : undefined;
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
