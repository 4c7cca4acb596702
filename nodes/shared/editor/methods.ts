import { lazyMethod } from '../lib/lazy';

/** The credential's test on each save, for every node that names it in `testedBy`. */
export const credentialTest = {
	leadSquaredAsyncApiTest: lazyMethod(async () => (await import('./credential-test')).testAccount),
};
