/** Where the demo's updates go: the embedded sandbox, or a real account on explicit request. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { opportunityId, startSandbox, type Sandbox } from '../sandbox';
import { credentialFor } from '../support/credential';
import { fs } from '../support/platform';

export interface DemoAccount {
	title: string;
	credential: ICredentialDataDecryptedObject;
	/** Calls received so far; unknown for a real account. */
	calls: () => number | undefined;
	close: () => Promise<void>;
}

/** This one stays in the queue, so that the demo shows a pending request. */
const stuck = opportunityId(77);

/** @param queueMs how long an update is in the queue */
export async function sandboxAccount(
	say: (text: string) => void,
	queueMs = 1_000,
): Promise<DemoAccount> {
	let calls = 0;
	const sandbox: Sandbox = await startSandbox({
		limit: { model: 'log+rejected', calls: 25 },
		logLine: () => {
			calls++;
			if (calls % 50 === 0) say(`           … ${calls} calls`);
		},
		processingDelayMs: ({ body }) => (JSON.stringify(body).includes(stuck) ? 600_000 : queueMs),
	});
	return {
		title: `the embedded sandbox at ${sandbox.url} (limit 25 calls in 5 seconds)`,
		credential: credentialFor(sandbox, { callsPerWindow: 25 }),
		calls: () => sandbox.calls.length,
		close: sandbox.close,
	};
}

/** The credential's own parameters, as JSON: region, accessKey, secretKey, apiKey and so on. */
export function realAccount(keysFile: string): DemoAccount {
	const credential = JSON.parse(
		fs.readFileSync(keysFile, 'utf8'),
	) as ICredentialDataDecryptedObject;
	return {
		title: `the LeadSquared account of ${keysFile} (region ${String(credential.region)})`,
		credential: { callsPerWindow: 25, ...credential },
		calls: () => undefined,
		close: async () => undefined,
	};
}
