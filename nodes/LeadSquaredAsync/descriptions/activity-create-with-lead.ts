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
	...leadFields(show, 'The fields of the lead. An existing lead keeps the values of all others.'),
	activityType(show),
	...activityFields(show),
	...noteAndDate(show, 'activity'),
	options(show, { creates: true, more: [skipDropdownValidation] }),
];
