import type { IDataObject } from 'n8n-workflow';

import type { Submission } from '../async-api/submit-call';

/** What one input item hands over. */
export interface SubmitRequest<Body = unknown> extends Submission {
	body: Body;
	/** The record that it changes. Changes of one record leave in input order, each after the answer to the one before. */
	record?: string;
	/** The fields of the output that come from it. */
	outputFields: IDataObject;
}
