import { later } from '../lib/lazy';

/** The credential's test on each save, for every node that names it in `testedBy`. */
export const credentialTest = {
	leadSquaredAsyncApiTest: later(async () => (await import('./credential-test')).testAccount),
};
