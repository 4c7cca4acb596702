/** https://apidocs.leadsquared.com/capture-leads-async/. Pure. */
import { withLead } from './lead-details';
import { submission } from './submission';

export const leadCapture = submission<{ searchBy: string }>({
	operation: 'lead/capture',
	inputs: (item) => ({ searchBy: item.searchBy(true) }),
	lists: (item) => ({ lead: item.leadFields() }),
	build: ({ searchBy }, { lead }) => withLead(lead, searchBy, (leadDetails) => leadDetails),
});
