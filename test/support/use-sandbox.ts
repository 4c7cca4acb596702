/** A mock LeadSquared server for the tests of one file: started once, as new before each test, closed at the end. */
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox';

/** To be called at the top of a file or a `describe`. `sandbox` may be read only inside its tests and hooks. */
export function useSandbox(options: SandboxOptions = {}): { readonly sandbox: Sandbox } {
	let started: Sandbox | undefined;
	beforeAll(async () => {
		started = await startSandbox(options);
	});
	beforeEach(() => started?.reset());
	afterAll(async () => await started?.close());
	return {
		get sandbox() {
			if (started === undefined) throw new Error('the sandbox is there only while tests run');
			return started;
		},
	};
}
