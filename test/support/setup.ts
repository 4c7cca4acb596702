/** n8n-core writes its settings into a folder of its own and reports errors on the console: neither belongs in a test run. */
import 'reflect-metadata';

import { LoggerProxy } from 'n8n-workflow';

import { os, path, proc } from './platform';

proc.env.N8N_USER_FOLDER = path.join(os.tmpdir(), `n8n-nodes-leadsquared-async-${proc.pid}`);
proc.env.N8N_ENCRYPTION_KEY = 'only-for-tests';
proc.env.N8N_LOG_LEVEL = 'silent';

const silent = () => undefined;
LoggerProxy.init({ error: silent, warn: silent, info: silent, debug: silent });
