/** n8n-core writes its settings into a folder of its own and logs to the console: neither belongs in a test run. */
import 'reflect-metadata';

import { keepLogs } from './logs';
import { os, path, proc } from './platform';

proc.env.N8N_USER_FOLDER = path.join(os.tmpdir(), `n8n-nodes-leadsquared-async-${proc.pid}`);
proc.env.N8N_ENCRYPTION_KEY = 'only-for-tests';

// The demo prints its own lines; the tests check what is logged.
const isTest = proc.env.JEST_WORKER_ID !== undefined;
proc.env.N8N_LOG_LEVEL = isTest ? 'debug' : 'silent';
if (isTest) keepLogs();
