/** The pages that `npm run docs` writes, as a whole or in part. */
import { fs, path, root } from '../support/platform';
import { errorsPage } from './errors-page';
import { between } from './markers';
import { memoryLine, sizingTable } from './sizing';

export interface Page {
	/** From the repository's root. */
	file: string;
	text: string;
}

export async function generated(): Promise<Page[]> {
	const operations = fs.readFileSync(path.join(root, 'docs', 'operations.md'), 'utf8');
	return [
		{ file: 'docs/errors.md', text: errorsPage() },
		{
			file: 'docs/operations.md',
			text: between(between(operations, 'sizing', await sizingTable()), 'memory', memoryLine()),
		},
	];
}
