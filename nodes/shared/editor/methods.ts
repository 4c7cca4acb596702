import { lazyMethod } from '../lib/lazy';

/** The credential test, for every node that names it in `testedBy`. n8n runs it whenever the credential is saved. */
export const credentialTest = {
	leadSquaredAsyncApiTest: lazyMethod(async () => (await import('./credential-test')).testAccount),
};
