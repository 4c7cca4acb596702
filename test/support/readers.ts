/** Every operation that reads, set up so that one test can cover all of them. */
import type { INodeParameters } from 'n8n-workflow';

import { autoId, leadId, opportunityId } from '../sandbox';
import { byId } from './run-node';

export interface ReaderSetup {
	/** `resource:operation`, and which records. */
	title: string;
	parameters: INodeParameters;
	/** The calls that read the records. */
	path: RegExp;
}

const byUrl = (id: string) => ({
	__rl: true,
	mode: 'url',
	value: `https://in21.leadsquared.com/OpportunityManagement/OpportunityDetails?opportunityId=${id}`,
});

const all: Array<[string, string, INodeParameters, RegExp]> = [
	['lead:get', 'id', { leadBy: 'id', leadValue: leadId(1) }, /GetById$/],
	['lead:get', 'email', { leadBy: 'email', leadValue: 'lead1@example.com' }, /GetByEmail/],
	['lead:get', 'phone', { leadBy: 'phone', leadValue: '9000000001' }, /ByPhoneNumber$/],
	['lead:get', 'mobile', { leadBy: 'mobile', leadValue: '8000000003' }, /ByPhoneNumber$/],
	[
		'lead:get',
		'another field',
		{ leadBy: 'other', leadField: 'EmailAddress', leadValue: 'lead1@example.com' },
		/Leads.Get$/,
	],
	[
		'lead:getMany',
		'condition',
		{ which: 'condition', conditionField: 'ProspectStage', conditionValue: 'Prospect' },
		/Leads.Get$/,
	],
	['lead:getMany', 'changed', { which: 'changed', from: '2026-06-01' }, /RecentlyModified$/],
	['opportunity:get', '', { opportunityId: byId(opportunityId(1)) }, /GetOpportunityDetails$/],
	['opportunity:get', 'AutoId', { opportunityId: byId(autoId(2)) }, /GetOpportunityDetails$/],
	[
		'opportunity:get',
		'address',
		{ opportunityId: byUrl(opportunityId(1)) },
		/GetOpportunityDetails$/,
	],
	[
		'opportunity:getMany',
		'of a lead',
		{ which: 'ofLead', leadId: byId(leadId(1)) },
		/GetOpportunitiesOfLead$/,
	],
	[
		'opportunity:getMany',
		'of a lead and a type',
		{ which: 'ofLead', leadId: byId(leadId(1)), opportunityType: byId('12000') },
		/GetOpportunitiesOfLead$/,
	],
	[
		'opportunity:getMany',
		'of a lead by its email',
		{ which: 'ofLead', leadId: { __rl: true, mode: 'key', value: 'lead1@example.com' } },
		/GetOpportunitiesOfLead$/,
	],
	[
		'opportunity:getMany',
		'latest',
		{ which: 'latest', opportunityType: byId('12000') },
		/BySearchParameter$/,
	],
	[
		'opportunity:getMany',
		'changed',
		{ which: 'changed', opportunityType: byId('12000'), from: '2026-01-01' },
		/RetrieveRecentlyModified$|ByActivityEvent$/,
	],
	['activity:getMany', 'of a lead', { leadId: byId(leadId(1)) }, /ProspectActivity.svc.Retrieve$/],
	[
		'activity:getMany',
		'of an opportunity',
		{ which: 'ofOpportunity', opportunityId: byId(opportunityId(1)) },
		/GetActivitiesOfOpportunity$/,
	],
	['task:getMany', 'of a lead', { leadId: byId(leadId(1)) }, /RetrieveTaskByLeadId$/],
	['task:getMany', 'of an owner', { which: 'ofOwner', owner: 'asha@example.com' }, /Task.svc/],
	['user:getMany', '', {}, /Users.Get$/],
	['user:getMany', 'inactive', { userStatus: 'inactive' }, /Users.Get$/],
	['user:getMany', 'all', { userStatus: 'all' }, /Users.Get$/],
	['type:getMany', 'opportunity', { typesOf: 'opportunity' }, /GetOpportunityTypes$/],
	['type:getMany', 'activity', { typesOf: 'activity' }, /ActivityTypes.Get$/],
	['type:getFields', 'lead', { fieldsOf: 'lead' }, /LeadsMetaData.Get$/],
	[
		'type:getFields',
		'opportunity',
		{ fieldsOf: 'opportunity', opportunityType: byId('12000') },
		/GetOpportunityTypeMetadata$/,
	],
	[
		'type:getFields',
		'activity',
		{ fieldsOf: 'activity', activityType: byId('201') },
		/GetActivitySetting$/,
	],
];

export const readersOfAll: readonly ReaderSetup[] = all.map(([what, which, own, path]) => {
	const [resource = '', operation = ''] = what.split(':');
	return {
		title: `${what} ${which}`.trim(),
		parameters: { resource, operation, ...own },
		path,
	};
});
