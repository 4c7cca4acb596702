import type { INodeProperties } from 'n8n-workflow';

import { leadFields, options, searchBy, showFor } from './common';

const show = showFor('lead', 'capture');

export const leadCapture: INodeProperties[] = [
	...searchBy(show, true),
	...leadFields(show, 'The fields of the lead. An existing lead keeps the values of all others.'),
	options(show, { creates: true }),
];
