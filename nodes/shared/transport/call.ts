/** What is sent, and how often it may be attempted. */
import type { Advice, Purpose } from '../problems/problems';

export interface Call<T> {
	/** Its name in messages and in the trace. */
	label: string;
	method: 'GET' | 'POST';
	/** Which of the account's two hosts. */
	host: 'async' | 'api';
	path: string;
	/** Path suffix that must not be logged: the ID of the account's telephony connector. */
	privatePath?: string;
	query?: Record<string, string>;
	/** Sent as JSON; a text is JSON already. */
	body?: unknown;
	purpose: Purpose;
	/** Whether the same call may reach LeadSquared twice without harm. */
	repeatable: boolean;
	advice?: Advice;
	/** Reads the value from a reply's body; undefined if the body is not the operation's answer. */
	read: (body: unknown) => T | undefined;
}

export interface ClientOptions {
	/** Milliseconds that one attempt may take. */
	timeoutMs: number;
	/** Attempts of one call, including the first. */
	maxAttempts: number;
	/** Whether to try again if no answer came. */
	retryOnNetworkFailure: boolean;
}
