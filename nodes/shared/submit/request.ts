import type { IDataObject } from 'n8n-workflow';

import type { Submission } from '../async-api/submit-call';

/** What one input item submits. */
export interface SubmitRequest<Body = unknown> extends Omit<Submission, 'body'> {
	body: Body;
	/** The record that it changes. Changes of one record are sent in input order, each after the reply to the last. */
	record?: string;
	/** Fields of the request that the output repeats. */
	outputFields: IDataObject;
}
