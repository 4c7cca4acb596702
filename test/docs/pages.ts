/** The pages that `npm run docs` writes, as a whole or in part. */
import { errorsPage } from './errors-page';

export interface Page {
	/** From the repository's root. */
	file: string;
	text: string;
}

export async function generated(): Promise<Page[]> {
	return [{ file: 'docs/errors.md', text: errorsPage() }];
}
