/** n8n-core writes its settings into a folder of its own and logs to the console: neither belongs in a test run. */
import 'reflect-metadata';

import { keepLogs } from './logs';
import { os, path, proc, Script } from './platform';

proc.env.N8N_USER_FOLDER = path.join(os.tmpdir(), `n8n-nodes-leadsquared-async-${proc.pid}`);
proc.env.N8N_ENCRYPTION_KEY = 'only-for-tests';

// The demo prints its own lines; the tests check what is logged.
const isTest = proc.env.JEST_WORKER_ID !== undefined;
proc.env.N8N_LOG_LEVEL = isTest ? 'debug' : 'silent';
if (isTest) keepLogs();

/**
 * n8n stops a regular expression that takes too long by the clock on the wall. On a busy machine that is any of them,
 * so tests give it a minute.
 */
const { runInContext } = Script.prototype;
if (runInContext.name !== 'withoutHurry') {
	Script.prototype.runInContext = function withoutHurry(context, options) {
		const unhurried = options?.timeout === undefined ? options : { ...options, timeout: 60_000 };
		return runInContext.call(this, context, unhurried) as unknown;
	};
}
