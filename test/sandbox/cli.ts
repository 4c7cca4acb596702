import { parseArgs, proc } from '../support/platform';
import { curlLine } from './curl';
import { limitModels, startSandbox } from './index';
import type { LimitModel, SandboxOptions } from './types';

/** `npm run sandbox -- --port 8090 --limit log --calls 25 --delay 2000` */
const usage = `Options:
  --port 8090             default: a free port
  --limit log             ${limitModels.join(', ')}; default off
  --calls 25              calls per window
  --window 5000           the window in ms
  --delay 2000            ms from accepted to processed
  --status-path entity    serve /opportunity/status instead of /opportunity/update/status
`;

function number(name: string, value: string | undefined, fallback: number): number {
	const result = value === undefined ? fallback : Number(value);
	if (!Number.isInteger(result) || result < 0) throw new Error(`--${name} must be a whole number`);
	return result;
}

function limitModel(value: string): LimitModel {
	const model = limitModels.find((candidate) => candidate === value);
	if (!model) throw new Error(`--limit must be one of ${limitModels.join(', ')}`);
	return model;
}

/** Throws an Error whose message is meant for the user at the terminal. */
function readOptions(args: string[]): SandboxOptions {
	const { values } = parseArgs({
		args,
		options: {
			port: { type: 'string' },
			limit: { type: 'string', default: 'off' },
			calls: { type: 'string' },
			window: { type: 'string' },
			delay: { type: 'string' },
			'status-path': { type: 'string', default: 'operation' },
		},
	});
	return {
		port: number('port', values.port, 0),
		limit: {
			model: limitModel(values.limit),
			calls: number('calls', values.calls, 25),
			windowMs: number('window', values.window, 5000),
		},
		processingDelayMs: number('delay', values.delay, 0),
		statusPath: values['status-path'] === 'entity' ? 'entity' : 'operation',
	};
}

const print = (line: string): void => void proc.stdout.write(`${line}\n`);

async function run(args: string[]): Promise<void> {
	const sandbox = await startSandbox({ ...readOptions(args), logLine: print });
	print(`LeadSquared sandbox on ${sandbox.url} (async host and API host alike)`);
	for (const [name, key] of Object.entries(sandbox.keys)) print(`  ${name.padEnd(9)} ${key}`);
	print(`\nUpdate its first opportunity:\n${curlLine(sandbox)}\n`);
	print('Ctrl+C ends it.');
	const end = () => void sandbox.close().then(() => print('Sandbox ended.'));
	proc.once('SIGINT', end);
	proc.once('SIGTERM', end);
}

run(proc.argv.slice(2)).catch((error: unknown) => {
	proc.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
	proc.exitCode = 1;
});
