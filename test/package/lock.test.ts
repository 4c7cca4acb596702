import { root } from '../support/platform';
import { unlockedOptionals, type Lock } from './lock';
import { readText } from './packed';

describe('package-lock.json', () => {
	it('locks every optional package, so that `npm ci` takes it on any platform', () => {
		const lock = JSON.parse(readText(root, 'package-lock.json')) as Lock;
		const optional = Object.values(lock.packages).filter((one) => one.optionalDependencies);
		expect(optional.length).toBeGreaterThan(0);
		expect(unlockedOptionals(lock)).toEqual([]);
	});

	it('fails the check above when an optional package is missing', () => {
		const packages: Lock['packages'] = {
			'node_modules/a': { optionalDependencies: { 'a-linux': '1.0.0', 'a-win32': '1.0.0' } },
			'node_modules/a-linux': {},
			'node_modules/b/node_modules/a': { optionalDependencies: { 'a-linux': '1.0.0' } },
		};
		expect(unlockedOptionals({ packages })).toEqual(['a-win32, wanted by node_modules/a']);
	});
});
