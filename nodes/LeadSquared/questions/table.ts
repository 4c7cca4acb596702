import { readActivityGetMany } from './activity';
import { readLeadGet } from './lead';
import { readLeadGetMany } from './leads';
import { readOpportunityGet, readOpportunityGetMany } from './opportunity';
import { readTaskGetMany, readTypeGetFields, readTypeGetMany, readUserGetMany } from './others';
import type { Reader } from './question';

/** By resource and operation. */
export const readers: Readonly<Record<string, Reader | undefined>> = {
	'activity:getMany': readActivityGetMany,
	'lead:get': readLeadGet,
	'lead:getMany': readLeadGetMany,
	'opportunity:get': readOpportunityGet,
	'opportunity:getMany': readOpportunityGetMany,
	'task:getMany': readTaskGetMany,
	'type:getFields': readTypeGetFields,
	'type:getMany': readTypeGetMany,
	'user:getMany': readUserGetMany,
};
