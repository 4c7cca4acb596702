/** The operations that submit something, by resource and operation as the editor names them. */
import { activityCreate } from './activity-create';
import { activityCreateWithLead } from './activity-create-with-lead';
import { callLog } from './call-log';
import { leadCapture } from './lead-capture';
import { leadUpdate } from './lead-update';
import { opportunityCapture } from './opportunity-capture';
import type { Submission } from './submission';

export const submissions: Record<string, Submission> = {
	'activity:create': activityCreate,
	'activity:createWithLead': activityCreateWithLead,
	'call:log': callLog,
	'lead:capture': leadCapture,
	'lead:update': leadUpdate,
	'opportunity:capture': opportunityCapture,
};
