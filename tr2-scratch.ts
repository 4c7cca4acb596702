import { createLimit } from './test/sandbox/rate-limit';
import { simulate, shortLatency } from './test/unit/limit/limiter-simulation';
async function main() {
	for (let seed = 0; seed < 8; seed++) {
	const server = createLimit('log', 10, 2000); const shift = (seed * 0.382 * 2000) % 2000;
	const seen = await simulate({ limit: 25, calls: 30, inRuns: true, latency: shortLatency(seed), says: { retryAfterMs: 1000 }, admit: (now) => server.admit(now + shift) });
	console.log(seen.finishedAt.toFixed(0), 'refused', seen.refusals.map((a) => (a / 1000).toFixed(2)).join(' '), 'acc', seen.accepted.map(({ at }) => (at / 1000).toFixed(2)).join(' '));
	}
}
void main();
