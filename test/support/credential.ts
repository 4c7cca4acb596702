import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Sandbox } from '../sandbox';

/** The credential that a user would enter to reach the sandbox. */
export function credentialFor(
	sandbox: Pick<Sandbox, 'url' | 'keys'>,
	changes: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject {
	return {
		region: 'custom',
		asyncHost: sandbox.url,
		apiHost: sandbox.url,
		...sandbox.keys,
		// Practically no limit: tests of the limit set their own. Calls that wait together are then sent together;
		// with a smaller limit they would be a millisecond apart once slots are used again.
		callsPerWindow: 1_000_000_000,
		...changes,
	};
}
