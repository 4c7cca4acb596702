/**
 * Where things are in LeadSquared's own menus, as messages and the editor name the place. Settings is in the menu
 * behind the user's picture, which LeadSquared's pages call My Account or My Profile.
 */

export const leadFieldsPath = 'Settings > Leads > Lead Fields';

/** The types with their event codes. */
export const activityTypesPath = 'Settings > Leads > Custom Activities & Scores';

export const activityFieldsPath = `${activityTypesPath} > (type) > Edit`;

/** The types with their event codes. */
export const opportunityTypesPath = 'Settings > Opportunities > Opportunity Types';

export const opportunityFieldsPath = `${opportunityTypesPath} > (type) > Edit`;

/** The access key, the secret key and the hosts. */
export const apiKeysPath = 'Settings > API and Webhooks';

/** The webhooks that an account has. */
export const webhooksPath = `${apiKeysPath} > Webhooks`;

/** What a telephony connector accepts, and its URL for call logs. */
export const callLogApiPath =
	'Apps > Apps Marketplace > (connector) > Settings > Configure > Call Log API';
