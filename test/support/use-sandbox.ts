/** A mock LeadSquared server for the tests of one file, which starts and closes it by itself. */
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox';

interface UsedSandbox {
	/** To be read only inside tests and hooks. */
	readonly sandbox: Sandbox;
}

/** Started once and reset before each test. To be called at the top of a file or of a `describe`. */
export function useSandbox(options: SandboxOptions = {}): UsedSandbox {
	const { start, close, used } = server(options);
	beforeAll(start);
	beforeEach(() => used.sandbox.reset());
	afterAll(close);
	return used;
}

/**
 * Started anew before each test. A new address is a new account to the nodes: they remember nothing of it, such as
 * metadata, queue lengths or 429s of the test before.
 */
export function useNewSandbox(options: SandboxOptions = {}): UsedSandbox {
	const { start, close, used } = server(options);
	beforeEach(start);
	afterEach(close);
	return used;
}

function server(options: SandboxOptions) {
	let started: Sandbox | undefined;
	return {
		start: async () => {
			started = await startSandbox(options);
		},
		close: async () => {
			await started?.close();
			started = undefined;
		},
		used: {
			get sandbox() {
				if (started === undefined) throw new Error('the sandbox runs only while tests run');
				return started;
			},
		},
	};
}
