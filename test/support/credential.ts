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
		// No limit to speak of: tests of the limit set their own. It is so large that the time between two calls is
		// none to a number: calls that wait together leave together, whatever went before.
		callsPerWindow: Number.MAX_VALUE,
		...changes,
	};
}
