/** The samples in docs/read.md are what comes out of the node. */
import { fs, path, root } from '../../support/platform';
import { readersOfAll } from '../../support/readers';
import { useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';
import { read } from './reading';

useVirtualTime();
const used = useSandbox();

const page = fs.readFileSync(path.join(root, 'docs', 'read.md'), 'utf8');
const samples = [...page.matchAll(/<!-- sample: (.+) -->\s+```json\n([\s\S]+?)```/g)].map(
	([, title = '', text = '']): [string, Record<string, unknown>] => [
		title,
		JSON.parse(text) as Record<string, unknown>,
	],
);

test('finds the samples', () => {
	expect(samples.length).toBeGreaterThan(5);
	expect(page.match(/```json/g)).toHaveLength(samples.length);
});

test.each(samples)('%s', async (title, sample) => {
	const { parameters } = readersOfAll.find((reader) => reader.title === title)!;
	const { resource, operation, ...own } = parameters;
	const names = Object.keys((sample.fields ?? {}) as object);
	const { rows, error } = await read(used.sandbox, `${String(resource)}:${String(operation)}`, {
		...own,
		returnAll: true,
		...(names.length > 0 && { output: 'selected', selectedFields: names }),
	});
	expect(error).toBeUndefined();
	expect(rows).toContainEqual(sample);
});

test('phone numbers are found in the forms that the page names', async () => {
	const [, named = ''] = /in any form: (.+) all find/.exec(page) ?? [];
	const forms = [...named.matchAll(/`([^`]+)`/g)].map(([, form]) => form);
	expect(forms.length).toBeGreaterThan(2);
	for (const leadValue of [...forms, '090000 00001']) {
		const { rows } = await read(used.sandbox, 'lead:get', { leadBy: 'phone', leadValue });
		expect(rows).toMatchObject([{ phone: '+91-9000000001' }]);
	}
});
