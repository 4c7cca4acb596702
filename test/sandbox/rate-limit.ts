import type { LimitModel } from './types';

/**
 * Every window type that LeadSquared's "25 in 5 second(s)" could mean. Its page documents none
 * (https://apidocs.leadsquared.com/rate-limits/), so a client has to cope with each. Pure: the caller passes the
 * time, in ms.
 */
export interface Limit {
	/** Counts one call arriving at `nowMs`; false means 429. Times must not go backwards. */
	admit(nowMs: number): boolean;
}

type Factory = (calls: number, windowMs: number) => Limit;

/** At most `calls` in any `windowMs`: a call at t is free again at exactly t + windowMs. */
function slidingLog(countRejected: boolean): Factory {
	return (calls, windowMs) => {
		let counted: number[] = [];
		return {
			admit(nowMs) {
				counted = counted.filter((at) => at > nowMs - windowMs);
				const admitted = counted.length < calls;
				if (admitted || countRejected) counted.push(nowMs);
				return admitted;
			},
		};
	};
}

const fixedWindow: Factory = (calls, windowMs) => {
	let index = -1;
	let count = 0;
	return {
		admit(nowMs) {
			const current = Math.floor(nowMs / windowMs);
			if (current !== index) count = 0;
			index = current;
			if (count >= calls) return false;
			count++;
			return true;
		},
	};
};

const anchoredWindow: Factory = (calls, windowMs) => {
	let start = -Infinity;
	let count = 0;
	return {
		admit(nowMs) {
			if (nowMs >= start + windowMs) {
				start = nowMs;
				count = 0;
			}
			if (count >= calls) return false;
			count++;
			return true;
		},
	};
};

/** Capacity L, refilled at L per window, full at the start. */
const tokenBucket: Factory = (calls, windowMs) => {
	// Sums of fractions fall just short of a whole token; that must not cost a call.
	const rounding = 1e-9;
	let tokens = calls;
	let last: number | undefined;
	return {
		admit(nowMs) {
			tokens = Math.min(calls, tokens + ((nowMs - (last ?? nowMs)) * calls) / windowMs);
			last = nowMs;
			if (tokens < 1 - rounding) return false;
			tokens -= 1;
			return true;
		},
	};
};

/** The cheap sliding window: the previous window's count is taken as spread evenly. */
const weightedCounter: Factory = (calls, windowMs) => {
	let index = -Infinity;
	let previous = 0;
	let current = 0;
	return {
		admit(nowMs) {
			const at = Math.floor(nowMs / windowMs);
			if (at !== index) {
				previous = at === index + 1 ? current : 0;
				current = 0;
				index = at;
			}
			const fraction = nowMs / windowMs - at;
			if (previous * (1 - fraction) + current >= calls) return false;
			current++;
			return true;
		},
	};
};

const factories: Record<LimitModel, Factory> = {
	off: () => ({ admit: () => true }),
	log: slidingLog(false),
	'log+rejected': slidingLog(true),
	fixed: fixedWindow,
	anchored: anchoredWindow,
	bucket: tokenBucket,
	counter: weightedCounter,
};

export const limitModels = Object.keys(factories) as LimitModel[];

export function createLimit(model: LimitModel, calls: number, windowMs: number): Limit {
	return factories[model](calls, windowMs);
}
