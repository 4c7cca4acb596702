import type { N8nClient, WorkflowNode } from '../e2e/n8n-client';
import type { SavedCredential } from '../e2e/fixture';
import type { Row } from './row';

/** What the sources need of the run. */
export interface Surroundings {
	client: N8nClient;
	postgres: SavedCredential;
	mariadb: SavedCredential;
	/** The folder of the files; n8n may read it. */
	folder: string;
}

export interface Source {
	title: string;
	/** Tells it from others with the same title. */
	name: string;
	/** What the page calls it; several sources may have one label. */
	label: string;
	/** How n8n reads it: a sentence for the page. */
	how: string;
	rows: readonly Row[];
	/** Where the item has the values; `$json` where nothing is said. */
	at?: string;
	/** The nodes that make the one item, first the trigger. */
	nodes(surroundings: Surroundings): Promise<WorkflowNode[]>;
	/** What starts the published workflow from outside; without it, it is started by hand. */
	visit?(client: N8nClient): Promise<void>;
}
