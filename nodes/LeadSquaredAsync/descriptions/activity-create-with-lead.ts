import type { INodeProperties } from 'n8n-workflow';

import {
	activityFields,
	activityType,
	leadFields,
	noteAndDate,
	options,
	searchBy,
	showFor,
	skipDropdownValidation,
} from './common';

const show = showFor('activity', 'createWithLead');

export const activityCreateWithLead: INodeProperties[] = [
	...searchBy(show, false),
	...leadFields(show, 'The fields of the lead. A lead that is found keeps all others.'),
	activityType(show),
	...activityFields(show),
	...noteAndDate(show, 'activity'),
	options(show, { makes: true, more: [skipDropdownValidation] }),
];
