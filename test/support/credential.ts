import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Sandbox } from '../sandbox';

/** The credential that a person would enter to reach the sandbox. */
export function credentialFor(
	sandbox: Pick<Sandbox, 'url' | 'keys'>,
	changes: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject {
	return {
		region: 'custom',
		asyncHost: sandbox.url,
		apiHost: sandbox.url,
		...sandbox.keys,
		// No limit to speak of: tests of the limit set their own. Calls that wait together leave in one go with it,
		// whatever went before; with a smaller one a millisecond lies between them once slots are used again.
		callsPerWindow: 1_000_000_000,
		...changes,
	};
}
