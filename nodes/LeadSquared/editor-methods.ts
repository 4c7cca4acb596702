/** What the editor asks for while the user fills in the node. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { chosenType, fieldNames } from '../shared/editor/lists';

export {
	getUniqueLeadFields,
	searchActivityTypes,
	searchOpportunityTypes,
} from '../shared/editor/lists';

/** The fields of leads, or those of the chosen opportunity type, also those that cannot be set. */
export async function getFieldNames(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	if (this.getCurrentNodeParameter('resource') === 'lead') {
		return await fieldNames(this, { kind: 'lead' }, () => true);
	}
	const code = chosenType(this, 'opportunityType');
	return code === undefined
		? []
		: await fieldNames(this, { kind: 'opportunity', code }, () => true);
}
