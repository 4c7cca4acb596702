/** Parameter names as the editor shows them, for descriptions and messages. */

export const opportunityLabel = 'Opportunity';

export const leadLabel = 'Lead';

export const leadByLabel = 'Find By';

export const leadValueLabel = 'Value';

export const leadFieldLabel = 'Field Name or ID';

export const conditionFieldLabel = 'Field Name or ID';

export const conditionValueLabel = 'Compare With';

export const fromLabel = 'From';

export const toLabel = 'To';

export const ownerLabel = 'Owner';

export const limitLabel = 'Limit';

export const returnAllLabel = 'Return All';

export const selectedFieldsLabel = 'Field Names or IDs';

export const nothingFoundLabel = 'If Nothing Is Found';
