import { figuresOf, seedsToShow, seedsToTune, situations } from '/work/wt/limit/test/bench/beside';
const [which = 'tune', filter = '', from = '/work/wt/limit'] = process.argv.slice(2);
async function main() {
	const { Limiter } = await import(`${from}/nodes/shared/limit/limiter.ts`);
	for (const s of situations) {
		if (!s.title.includes(filter)) continue;
		for (const model of s.models) {
			const f = await figuresOf(s, model, which === 'tune' ? seedsToTune : seedsToShow, Limiter);
			const alone = f.alone.length ? ` alone mean ${(f.alone.reduce((a,b)=>a+b,0)/f.alone.length).toFixed(0)} max ${Math.max(...f.alone).toFixed(0)}` : '';
			console.log(s.title.padEnd(34), model.padEnd(13), f.seconds.toFixed(1).padStart(7), f.ratio.toFixed(3), 'worst', f.worstRatio.toFixed(3), '429', f.refused.toFixed(1), 'max', f.mostRefused, 'late', f.lateRefused.toFixed(1), 'tries', f.mostTries, alone);
		}
	}
}
void main();
