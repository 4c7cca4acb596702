/** A question that an item asks, and its answer. */
import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../shared/problems/result';
import type { Client } from '../../shared/transport/client';
import type { Loaded } from '../../shared/transport/reply';
import type { Inputs } from './inputs';

export interface Answer {
	records: readonly IDataObject[];
	/** Whether LeadSquared has more than was asked for. */
	hasMore: boolean;
	/** What else the user should know of the reading. */
	remark?: string;
}

export interface Desk {
	client: Client;
	/** Milliseconds since the epoch. */
	nowMs: () => number;
}

/** Makes the calls; undefined if the execution was cancelled. */
export type Ask = (desk: Desk) => Promise<Loaded<Answer>>;

/** Reads the question of an item, before any call is made. */
export type ReadQuestion = (inputs: Inputs) => Result<Ask>;
