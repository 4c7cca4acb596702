import { databaseSources } from './databases-rows';
import { fileSources } from './files-rows';
import { n8nSources } from './n8n-rows';
import type { Source } from './source';

/** In the order of the page. */
export const sources: readonly Source[] = [...fileSources, ...databaseSources, ...n8nSources];
