/**
 * Waits for many requests at once: polls all that are due in rounds, the oldest first, until each is settled or the time
 * is up. Knows neither n8n nor LeadSquared.
 */
import { forEachConcurrently } from '../../shared/lib/lanes';
import { lastPollAt, nextPollAt, type PollHistory, type PollSchedule } from './schedule';

export interface PollerClock {
	/** Milliseconds on a steady clock. */
	now(): number;
	/** Resolves to false as soon as the signal aborts. */
	pause(ms: number, signal: AbortSignal | undefined): Promise<boolean>;
}

/** One request to wait for. The poller keeps `polls` and `lastMs` up to date. */
export interface PolledRequest extends PollHistory {
	/** When to poll it first, if more is known than the schedule's first delay. */
	firstAtMs?: number;
}

/** The outcome of a poll: nothing more to do, poll again, or not polled at all. */
export type PollResult = 'settled' | 'open' | 'none';

export interface Waiting<T extends PolledRequest> {
	schedule: PollSchedule;
	/** When the waiting ends, at the latest. */
	deadlineMs: number;
	/** The account's limit, which all polls share. */
	limit: { limit: number; windowMs: number };
	/** How many polls may be in flight at once. */
	concurrency: number;
	clock: PollerClock;
	random: () => number;
	/** Ends the waiting. */
	signal: AbortSignal | undefined;
	/** Called first; it may set `firstAtMs`. The signal aborts when the time is up. */
	begin: (signal: AbortSignal) => Promise<void>;
	/** Polls once. The signal aborts when it is too late to begin. */
	pollOnce: (request: T, signal: AbortSignal) => Promise<PollResult>;
	/** Called after each round with the number of requests still open. */
	onRound: (open: number) => void;
}

/** Resolves when no request is open, when nothing more can be learnt before the deadline, or when the signal aborts. */
export async function pollUntilSettled<T extends PolledRequest>(
	requests: readonly T[],
	waiting: Waiting<T>,
): Promise<void> {
	const { schedule, deadlineMs, limit, concurrency, clock, random, signal } = waiting;
	const tooLate = new AbortController();
	const done = new AbortController();
	const either = (other: AbortSignal) =>
		signal === undefined ? other : AbortSignal.any([signal, other]);
	// Polls that still wait for the account's limit at the deadline are abandoned.
	void clock.pause(deadlineMs - clock.now(), either(done.signal)).then(() => tooLate.abort());
	const pollSignal = either(tooLate.signal);

	await waiting.begin(pollSignal);
	let open = requests
		.map((request) => ({
			request,
			plannedMs: request.firstAtMs ?? nextPollAt(request, schedule, random()),
		}))
		.sort((a, b) => a.request.sinceMs - b.request.sinceMs);
	while (open.length > 0 && !pollSignal.aborted) {
		const lastMs = lastPollAt(deadlineMs, open.length, limit);
		const dueAt = ({ request, plannedMs }: (typeof open)[number]) => {
			if (request.polls > 0 && request.lastMs >= lastMs) return Infinity;
			return Math.min(plannedMs, Math.max(lastMs, request.lastMs));
		};
		const next = open.reduce((first, entry) => Math.min(first, dueAt(entry)), Infinity);
		// Everything that is open has had its last poll.
		if (next === Infinity) break;
		if (next > clock.now() && !(await clock.pause(next - clock.now(), signal))) break;

		const now = clock.now();
		const due = open
			.filter((entry) => dueAt(entry) <= now)
			// Those not polled for longest; among equals the oldest, which is the order of the list.
			.sort((a, b) => a.request.lastMs - b.request.lastMs);
		const settled = new Set<T>();
		await forEachConcurrently(due, concurrency, async (entry) => {
			const { request } = entry;
			const result = await waiting.pollOnce(request, pollSignal);
			if (result === 'settled') settled.add(request);
			if (result !== 'none') {
				request.polls++;
				request.lastMs = clock.now();
				entry.plannedMs = nextPollAt(request, schedule, random());
			}
			return !pollSignal.aborted;
		});
		open = open.filter(({ request }) => !settled.has(request));
		waiting.onRound(open.length);
	}
	done.abort();
}
