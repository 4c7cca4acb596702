import { createLimit } from './test/sandbox/rate-limit';
import { simulate, usualLatency, windowMs } from './test/unit/limit/limiter-simulation';
async function main() {
	const server = createLimit(process.argv[2] as any, 25, windowMs);
	const seen = await simulate({ limit: 25, calls: 1000, processes: Number(process.argv[3] ?? 2), atOnce: 50, apartMs: 137, latency: usualLatency(Number(process.argv[4] ?? 1)), admit: (now) => server.admit(now) });
	for (let w = 0; w * windowMs < seen.finishedAt; w++) {
		const inW = (at: number) => at >= w * windowMs && at < (w + 1) * windowMs;
		console.log(w, [0, 1, 2, 3, 4].map((p) => seen.accepted.filter((a) => a.process === p && inW(a.at)).length).join(' '), seen.accepted.filter((a) => inW(a.at)).length, 'refused', seen.refusals.filter(inW).map((a) => (a / 1000).toFixed(2)).join(' '));
	}
}
void main();
