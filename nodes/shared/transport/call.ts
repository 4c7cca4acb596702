/** What is sent, and how often it may be tried. */
import type { Advice, Purpose } from '../problems/problems';

export interface Call<T> {
	/** What a person calls it, for messages. */
	label: string;
	method: 'GET' | 'POST';
	/** Which of the account's two hosts. */
	host: 'async' | 'api';
	path: string;
	/** What the address goes on with, and no log shows: the part that is a telephony connector's own. */
	privatePath?: string;
	query?: Record<string, string>;
	/** Sent as JSON. */
	body?: unknown;
	purpose: Purpose;
	/** Whether the same call may reach LeadSquared twice without harm. */
	repeatable: boolean;
	advice?: Advice;
	/** Takes the value out of a reply's body; undefined when the body is not what was asked for. */
	read: (body: unknown) => T | undefined;
}

export interface ClientOptions {
	/** Milliseconds that one try may take. */
	timeoutMs: number;
	/** Tries of one call, the first included. */
	maxAttempts: number;
	/** Whether to try again when no answer came. */
	retryOnNetworkFailure: boolean;
}
