/** A part of a run with its own folder, and the clean-up after it. */
import { fs, os, path, proc } from '../support/platform';
import { Checks, say } from './checks';
import { endPrograms } from './program';

let folder: string | undefined;

/** Runs a scenario in a new folder, which is removed afterwards unless E2E_KEEP=1. */
export async function suite(
	title: string,
	folderPrefix: string,
	scenario: (checks: Checks, folder: string) => Promise<void>,
): Promise<Checks> {
	const checks = new Checks(title);
	folder = fs.mkdtempSync(path.join(os.tmpdir(), folderPrefix));
	try {
		await scenario(checks, folder);
	} catch (error) {
		checks.broken(error);
	}
	tidy();
	say(`\n${checks.summary()}`);
	return checks;
}

/** @param kill ends at once what the scenario has started, so that an interrupted run leaves nothing running */
export function onInterrupt(kill: () => void): void {
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		proc.once(signal, () => {
			kill();
			void endPrograms();
			tidy();
			proc.exit(130);
		});
	}
}

function tidy(): void {
	if (folder === undefined) return;
	if (proc.env.E2E_KEEP === '1') say(`\nKept: ${folder}`);
	else fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	folder = undefined;
}
