import { T } from './nodes/shared/limit/congestion';
import { Limiter } from './nodes/shared/limit/limiter';
import { figuresOf, seedsToTune, situations } from './test/bench/beside';
const pick = (t: string) => situations.find(({ title }) => title === t)!;
const start = { ...T };

const ranges: Record<string, number[]> = { reserve: [1.02, 1.03, 1.04], holdGaps: [0.5, 1, 1.5, 2], drain: [0, 1], fresh: [0, 1], again: [0.5, 1, 2], K: [5.5, 6, 6.5, 7, 7.5, 8], power: [4, 6, 8, 10, 14], pre: [5, 7, 10, 14, 18, 24], kept: [0.88, 0.9, 0.93, 0.95, 0.97], max: [0.9, 0.93, 0.95, 0.97], min: [0.2, 0.3, 0.4, 0.5], plus: [0, 0.3, 0.5], gain: [0.5, 0.8, 1] };
let seed = Number(process.argv[2] ?? 1);
const random = () => ((seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32);
async function score() {
	const seeds = seedsToTune.slice(0, 8);
	const out: string[] = [];
	let j = 0;
	for (const model of ['log', 'log+rejected'] as const) {
		const two = await figuresOf(pick('two workers'), model, seeds, Limiter);
		const five = await figuresOf(pick('five workers'), model, seeds, Limiter);
		const foreign = await figuresOf(pick('beside 2 foreign calls a second'), model, seeds, Limiter);
		const alone = await figuresOf(pick('alone again'), model, seeds, Limiter);
		const a = alone.alone.reduce((x, y) => x + y, 0) / alone.alone.length;
		j += Math.max(0, two.ratio - 1.06) * 200 + Math.max(0, two.refused - 16) + Math.max(0, five.ratio - 1.12) * 60 + Math.max(0, five.refused-70) * .05 + Math.max(0, foreign.seconds - 98) * 0.5 + Math.max(0, foreign.refused - 11) * 1 + Math.max(0, a - 24) * 0.7 + Math.max(0, two.mostTries - 4) * 3 + Math.max(0, five.mostTries - 4) * 2;
		out.push(`${two.ratio.toFixed(3)}/${two.refused.toFixed(0)} ${five.ratio.toFixed(3)}/${five.refused.toFixed(0)} f${foreign.seconds.toFixed(0)}/${foreign.refused.toFixed(0)} a${a.toFixed(0)}`);
	}
	return { j, text: out.join(' | ') };
}
async function main() {
	const end = Date.now() + Number(process.argv[3] ?? 120) * 1000;
	let best = { j: Infinity, text: '', t: start };
	for (let n = 0; Date.now() < end; n++) {
		const t: Record<string, number> = { ...(best.j === Infinity ? start : best.t) };
		const keys = Object.keys(ranges);
		const changes = n === 0 ? 0 : 1 + Math.floor(random() * 3);
		for (let c = 0; c < changes; c++) { const k = keys[Math.floor(random() * keys.length)]!; t[k] = ranges[k]![Math.floor(random() * ranges[k]!.length)]!; }
		Object.assign(T, t);
		const s = await score();
		if (s.j < best.j) { best = { ...s, t }; console.log(n, s.j.toFixed(1), s.text, JSON.stringify(Object.fromEntries(keys.map((k) => [k, t[k]])))); }
	}
}
void main();
