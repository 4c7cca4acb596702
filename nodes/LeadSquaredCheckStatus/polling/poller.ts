/**
 * Waits for many requests at once: looks at all that are due in rounds, the oldest first, until each is
 * settled or the time is over. Knows neither n8n nor LeadSquared.
 */
import { forEachConcurrently } from '../../shared/lib/lanes';
import { lastPollAt, nextPollAt, type PollHistory, type PollSchedule } from './schedule';

export interface PollerClock {
	/** Milliseconds on a steady clock. */
	now(): number;
	/** False as soon as the signal fires. */
	pause(ms: number, signal: AbortSignal | undefined): Promise<boolean>;
}

/** One request that is waited for. The poller keeps `looks` and `lastMs` up to date. */
export interface PolledRequest extends PollHistory {
	/** Its first look, where something better than the plan is known about it. */
	firstAtMs?: number;
}

/** What a look brought: it is done with, it must be looked at again, or no look was made. */
export type PollResult = 'settled' | 'open' | 'none';

export interface Waiting<T extends PolledRequest> {
	schedule: PollSchedule;
	/** When the waiting ends, at the latest. */
	deadlineMs: number;
	/** The account's limit, which all looks share. */
	limit: { limit: number; windowMs: number };
	/** How many looks may be under way at once. */
	concurrency: number;
	clock: PollerClock;
	random: () => number;
	/** Ends the waiting. */
	signal: AbortSignal | undefined;
	/** Called first; it may set `firstAtMs`. The signal fires when there is no time left. */
	begin: (signal: AbortSignal) => Promise<void>;
	/** Looks once. The signal fires when it is too late to begin. */
	pollOnce: (request: T, signal: AbortSignal) => Promise<PollResult>;
	/** Called after each round with those still open. */
	onRound: (open: number) => void;
}

/** Resolves when nothing is open any more, nothing more can be learnt before the deadline, or the signal fired. */
export async function pollUntilSettled<T extends PolledRequest>(
	requests: readonly T[],
	waiting: Waiting<T>,
): Promise<void> {
	const {
		schedule: plan,
		deadlineMs,
		limit,
		concurrency,
		clock,
		random,
		signal,
		pollOnce: look,
	} = waiting;
	const tooLate = new AbortController();
	const done = new AbortController();
	const either = (other: AbortSignal) =>
		signal === undefined ? other : AbortSignal.any([signal, other]);
	// Looks that still wait for the account's limit at the deadline are given up.
	void clock.pause(deadlineMs - clock.now(), either(done.signal)).then(() => tooLate.abort());
	const pollSignal = either(tooLate.signal);

	await waiting.begin(pollSignal);
	let open = requests
		.map((request) => ({
			request,
			plannedMs: request.firstAtMs ?? nextPollAt(request, plan, random()),
		}))
		.sort((a, b) => a.request.sinceMs - b.request.sinceMs);
	while (open.length > 0 && !pollSignal.aborted) {
		const lastMs = lastPollAt(deadlineMs, open.length, limit);
		const dueAt = ({ request, plannedMs }: (typeof open)[number]) => {
			if (request.polls > 0 && request.lastMs >= lastMs) return Infinity;
			return Math.min(plannedMs, Math.max(lastMs, request.lastMs));
		};
		const next = open.reduce((first, entry) => Math.min(first, dueAt(entry)), Infinity);
		// Everything that is open has had its last look.
		if (next === Infinity) break;
		if (next > clock.now() && !(await clock.pause(next - clock.now(), signal))) break;

		const now = clock.now();
		const due = open
			.filter((entry) => dueAt(entry) <= now)
			// Those that were not looked at for longest; of these the oldest, as they stand in the list.
			.sort((a, b) => a.request.lastMs - b.request.lastMs);
		const settled = new Set<T>();
		await forEachConcurrently(due, concurrency, async (entry) => {
			const { request } = entry;
			const result = await look(request, pollSignal);
			if (result === 'settled') settled.add(request);
			if (result !== 'none') {
				request.polls++;
				request.lastMs = clock.now();
				entry.plannedMs = nextPollAt(request, plan, random());
			}
			return !pollSignal.aborted;
		});
		open = open.filter(({ request }) => !settled.has(request));
		waiting.onRound(open.length);
	}
	done.abort();
}
