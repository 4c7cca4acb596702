import type { IDataObject } from 'n8n-workflow';

import type { Submission } from '../async-api/submit-call';

/** What one input item submits. Its body is text from the start: the objects take several times the memory. */
export interface SubmitRequest extends Submission {
	/** The record that it changes. Changes of one record are sent in input order, each after the reply to the last. */
	record?: string;
	/** Fields of the request that the output repeats. */
	outputFields: IDataObject;
}

/** One object for all items. */
export const noFields: IDataObject = Object.freeze({});
