/**
 * `npm run bench` measures everything in one run and writes docs/benchmarks.md;
 * `npm run bench -- 3 5` measures the third and fifth part and only prints. BENCH_BESIDE=../other takes the build of another
 * checkout into parts 3 and 4, and its limiter into part 6, for a comparison in one run.
 */
import { execFileSync, fs, os, path, proc, root } from '../support/platform';
import { besideCase } from './case-beside';
import { companyCase, limitCase } from './case-limit';
import { pollingCase } from './case-polling';
import { ceilingCase, growthCase, manyCase } from './case-speed';
import { otherCheckout } from './contestants';
import { prepare, type Machine } from './measure';

const parts: Array<{ title: string; measure: (machine: Machine) => Promise<string> }> = [
	{ title: 'At the limit of 25 calls in 5 seconds', measure: limitCase },
	{ title: 'Sharing the limit', measure: companyCase },
	{ title: 'Without a limit', measure: ceilingCase },
	{ title: 'As the number of items grows', measure: growthCase },
	{ title: 'Waiting until requests are final', measure: pollingCase },
	{ title: 'The limiter beside others', measure: besideCase },
	{ title: '250,000 items', measure: manyCase },
];

const say = (text: string) => proc.stdout.write(`${text}\n`);

function otherBuild(): string[] {
	if (otherCheckout === undefined) return [];
	const arguments_ = ['-C', otherCheckout, 'rev-parse', '--short', 'HEAD'];
	const commit = execFileSync('git', arguments_, { encoding: 'utf8' }).trim();
	return [`The other build, in parts 3, 4 and 6, is that of commit ${commit}.`];
}

function introduction(machine: Machine): string {
	const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
		version: string;
	};
	const memory = Math.round(os.totalmem() / 2 ** 30);
	return [
		'# Benchmarks',
		'`npm run bench` wrote this page. All figures come from one run; compare them with each other, not with figures from another machine.',
		`${new Date().toISOString().slice(0, 10)}, package ${version}, n8n ${machine.n8nVersion} on Node ${machine.nodeVersion}, ${os.cpus().length} cores, ${memory} GB, ${os.platform()}. The nodes run on n8n's own engine. LeadSquared is the mock server in another process, which answers in 20 to 120 ms; in parts 3, 4 and 7 it is a bare HTTP server that accepts every call immediately. n8n's own nodes are those of that n8n version.`,
		...otherBuild(),
	].join('\n\n');
}

async function main(): Promise<void> {
	const machine = await prepare(say);
	const wanted = proc.argv.slice(2).map(Number);
	const sections = [introduction(machine)];
	for (const [n, { title, measure }] of parts.entries()) {
		if (wanted.length > 0 && !wanted.includes(n + 1)) continue;
		const section = `## ${n + 1}. ${title}\n\n${await measure(machine)}`;
		say(`\n${section}`);
		sections.push(section);
	}
	if (wanted.length > 0) return;
	const file = path.join(root, 'docs', 'benchmarks.md');
	fs.mkdirSync(path.dirname(file), { recursive: true });
	fs.writeFileSync(file, `${sections.join('\n\n')}\n`);
	say(`\nWritten to ${path.relative(root, file)}`);
}

void main();
