/** Parameter names as the editor shows them, for descriptions and messages. */

export const findByLabel = 'Find By';

export const leadByLabel = 'Find Lead By';

export const leadValueLabel = 'Lead';

export const leadFieldLabel = 'Lead Field Name or ID';

export const leadIdLabel = 'Lead ID';

export const opportunityIdLabel = 'Opportunity ID';

export const conditionFieldLabel = 'Field Name or ID';

export const conditionValueLabel = 'Value';

export const changedSinceLabel = 'Changed Since';

export const changedUntilLabel = 'Changed Until';

export const ownerLabel = 'Owner';

export const returnAllLabel = 'Return All';

export const limitLabel = 'Limit';

export const selectedFieldsLabel = 'Selected Field Names or IDs';
