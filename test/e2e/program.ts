import type { ChildProcess } from '../support/platform';
import { fs, once, proc, spawn } from '../support/platform';

interface RunOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** A file that takes the output; without it the output is dropped. */
	log?: string;
}

/** What runs now. */
const running = new Set<ChildProcess>();

/** Ends at once what `run` has started, with all that it started itself, for an interrupted run. */
export async function endPrograms(): Promise<void> {
	const closed = [...running].map(async (child) => await once(child, 'close'));
	for (const { pid } of running) signalGroup(pid, 'SIGKILL');
	await Promise.all(closed);
}

/** To a process that was started as a group of its own, and to all of its group. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
	if (pid === undefined) return;
	try {
		proc.kill(groupOf(pid), signal);
	} catch {
		// It has ended.
	}
}

/** What stands for the whole group of a process in a signal. Windows has no groups. */
export function groupOf(pid: number): number {
	return proc.platform === 'win32' ? pid : -pid;
}

/** For `spawn`: a process group of its own, so that a signal reaches all that the program starts. */
export const ownGroup = { detached: proc.platform !== 'win32' };

/** Runs a program to its end and returns its exit code; -1 if it could not be started. */
export async function run(program: string, args: string[], options: RunOptions): Promise<number> {
	const out = options.log === undefined ? 'ignore' : fs.openSync(options.log, 'a');
	try {
		const child = spawn(program, args, {
			cwd: options.cwd,
			env: options.env ?? proc.env,
			stdio: ['ignore', out, out],
			shell: proc.platform === 'win32' && program === 'npm',
			...ownGroup,
		});
		running.add(child);
		try {
			const [code] = (await once(child, 'close')) as [number | null];
			return code ?? -1;
		} finally {
			running.delete(child);
		}
	} catch {
		return -1;
	} finally {
		if (typeof out === 'number') fs.closeSync(out);
	}
}

/** The same, but a failure ends the run and shows the end of the log. */
export async function runLogged(
	program: string,
	args: string[],
	options: RunOptions & { log: string },
): Promise<void> {
	const code = await run(program, args, options);
	if (code === 0) return;
	const tail = fs.readFileSync(options.log, 'utf8').trimEnd().split('\n').slice(-25).join('\n');
	throw new Error(
		`${program} ${args.join(' ')} ended with ${code}. The log's end (${options.log}):\n${tail}`,
	);
}

/** Is there a process with this id? */
export function isAlive(pid: number): boolean {
	try {
		proc.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
