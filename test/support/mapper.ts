/** The parameters of an update with mapped fields, as n8n saves them. */
import type { INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../sandbox';
import { credentialFor } from './credential';
import { editor, typeOf } from './editor-methods';
import { byId } from './run-node';

/** The mapper filled in by hand. */
export const mapped = (value: Record<string, unknown>, schema: unknown[] = []) =>
	({
		mappingMode: 'defineBelow',
		value,
		matchingColumns: [],
		schema,
		attemptToConvertTypes: false,
		convertFieldsToString: false,
	}) as INodeParameters;

/** The mapper set to match the input automatically. */
export const automatic = {
	...mapped({}),
	mappingMode: 'autoMapInputData',
	value: null,
} as INodeParameters;

/** The mapper as the editor has filled it: with the fields that the account has. */
export async function mappedIn(
	sandbox: Sandbox,
	code: string,
	value: Record<string, unknown>,
): Promise<INodeParameters> {
	const opportunityType = typeOf(code);
	const { fields } = await editor(credentialFor(sandbox), { opportunityType }).fields();
	return mapped(value, fields);
}

/** An update of one opportunity of the type. `fieldsMode` keeps its default. */
export const updateOf = (
	id: string,
	code: string,
	mappedFields: INodeParameters,
	options: INodeParameters = {},
): INodeParameters => ({
	opportunityId: byId(id),
	opportunityType: typeOf(code),
	mappedFields,
	options,
});
