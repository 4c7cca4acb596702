import { importsOf } from './requires';

describe('the reader of requires', () => {
	it.each([
		[
			'a relative file',
			"const a = require('./a'); const b = require('../shared/b.js');",
			['./a', '../shared/b.js'],
		],
		['n8n-workflow', 'const n8n_workflow_1 = require("n8n-workflow");', []],
		[
			'a dynamic import of a relative file',
			"const later = () => import('./later.js');",
			['./later.js'],
		],
		[
			'a module named only in a comment or a text',
			"// require('fs')\nconst say = \"require('fs')\";",
			[],
		],
	])('takes %s', (_name, source, relative) => {
		expect(importsOf(source)).toEqual({ relative, foreign: [] });
	});

	it.each([
		['a builtin', "const fs = require('fs');", ['fs']],
		[
			'a builtin with its prefix',
			"const { createHmac } = require('node:crypto');",
			['node:crypto'],
		],
		['a package', 'const axios_1 = __importDefault(require("axios"));', ['axios']],
		[
			'a file within n8n-workflow',
			"require('n8n-workflow/dist/cjs/errors');",
			['n8n-workflow/dist/cjs/errors'],
		],
		['a name that looks like n8n-workflow', "require('n8n-workflows');", ['n8n-workflows']],
		['an absolute path', "require('/etc/passwd');", ['/etc/passwd']],
		['a dynamic import', "async () => await import('lodash');", ['lodash']],
		['an import statement', "import http from 'node:http';", ['node:http']],
		['a re-export', "export * from 'luxon';", ['luxon']],
		['a look-up', "require.resolve('n8n-core');", ['n8n-core']],
		['a template text', 'require(`zod`);', ['zod']],
		['a name decided at run time', "require('n8n-' + what);", ["require('n8n-' + what)"]],
		['a renamed require', 'const r = require;', ['r = require']],
	])('reports %s', (_name, source, foreign) => {
		expect(importsOf(source)).toEqual({ relative: [], foreign });
	});
});
