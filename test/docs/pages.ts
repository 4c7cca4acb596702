/** The pages that `npm run docs` writes, as a whole or in part. */
import { buttonsTable } from '../browser/buttons';
import { fs, path, root } from '../support/platform';
import { sampleCheck } from './check-account-page';
import { errorsPage } from './errors-page';
import { between } from './markers';
import { runAgainTables } from './run-again-page';
import { memoryLine, sizingTable } from './sizing';

export interface Page {
	/** From the repository's root. */
	file: string;
	text: string;
}

export async function generated(): Promise<Page[]> {
	const read = (name: string) => fs.readFileSync(path.join(root, 'docs', name), 'utf8');
	const operations = read('operations.md');
	return [
		{
			file: 'docs/check-account.md',
			text: between(read('check-account.md'), 'sample', await sampleCheck()),
		},
		{ file: 'docs/errors.md', text: errorsPage() },
		{ file: 'docs/editor.md', text: between(read('editor.md'), 'buttons', buttonsTable()) },
		{
			file: 'docs/operations.md',
			text: between(between(operations, 'sizing', await sizingTable()), 'memory', memoryLine()),
		},
		{ file: 'docs/run-again.md', text: between(read('run-again.md'), 'ways', runAgainTables()) },
	];
}
