/** The questions by resource and operation. */
import { getFields, getManyTypes, getManyUsers } from './account';
import { getManyActivities } from './activity';
import { getLead, getManyLeads } from './lead';
import { getManyOpportunities, getOpportunity } from './opportunity';
import type { ReadQuestion } from './question';
import { getManyTasks } from './task';

export const questions: Readonly<Record<string, ReadQuestion | undefined>> = {
	'activity:getMany': getManyActivities,
	'lead:get': getLead,
	'lead:getMany': getManyLeads,
	'opportunity:get': getOpportunity,
	'opportunity:getMany': getManyOpportunities,
	'task:getMany': getManyTasks,
	'type:getFields': getFields,
	'type:getMany': getManyTypes,
	'user:getMany': getManyUsers,
};
