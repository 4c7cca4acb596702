/** `npm run docs` writes what the pages in docs/ take from the code. */
import '../support/setup';

import { fs, path, proc, root } from '../support/platform';
import { generated } from './pages';

async function main(): Promise<void> {
	for (const { file, text } of await generated()) {
		const target = path.join(root, file);
		const isNew = !fs.existsSync(target) || fs.readFileSync(target, 'utf8') !== text;
		if (isNew) fs.writeFileSync(target, text);
		proc.stdout.write(`${isNew ? 'Wrote' : 'Already up to date:'} ${file}\n`);
	}
}

void main();
