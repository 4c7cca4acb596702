import { path, root } from '../support/platform';
import type { LimiterKind } from '../unit/limit/limiter-simulation';
import { figuresOf, seedsToShow, situations, type Figures } from './beside';
import { otherCheckout } from './contestants';
import { table } from './report';

async function limiterOf(checkout: string): Promise<LimiterKind> {
	const file = path.join(checkout, 'nodes', 'shared', 'limit', 'limiter.ts');
	return ((await import(file)) as { Limiter: LimiterKind }).Limiter;
}

function cells({ seconds, ratio, refused, mostTries, alone }: Figures): string[] {
	const aloneMean = alone.reduce((sum, one) => sum + one, 0) / alone.length;
	const title =
		alone.length > 0 ? `${aloneMean.toFixed(0)} (${Math.max(...alone).toFixed(0)})` : '';
	return [seconds.toFixed(1), ratio.toFixed(3), refused.toFixed(1), String(mostTries), title];
}

export async function besideCase(): Promise<string> {
	const checkouts = [...(otherCheckout === undefined ? [] : [path.resolve(otherCheckout)]), root];
	const rows: string[][] = [];
	for (const situation of situations) {
		for (const model of situation.models) {
			for (const checkout of checkouts) {
				const figures = await figuresOf(situation, model, seedsToShow, await limiterOf(checkout));
				const build = checkout === root ? 'this' : 'other';
				rows.push([situation.title, model, build, ...cells(figures)]);
			}
		}
	}
	const header = [
		'situation',
		'limit',
		'build',
		'seconds',
		'over the bound',
		'429s',
		'most tries',
		'alone again s (most)',
	];
	return [
		`On a virtual clock: limiters alone, against a limit of 25 calls in 5 s. Means of ${seedsToShow.length} runs with other latencies and phases; the constants of the limiter were chosen on other runs. Workers share 1,000 calls and take 90 to 390 ms for each; beside a foreign client and after a Retry-After it is 20 to 120 ms. Alone again: from the other worker's last call until two windows have nine tenths of the limit.`,
		table(header, rows),
	].join('\n\n');
}
