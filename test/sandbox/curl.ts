import { opportunityId } from './seed';
import type { Sandbox } from './types';

/** The example of https://apidocs.leadsquared.com/update-an-opportunity-async/ */
export const exampleBody = {
	ProspectOpportunityId: opportunityId(1),
	OpportunityNote: 'Update note',
	Fields: [
		{ SchemaName: 'mx_Custom_6', Value: '200,000' },
		{ SchemaName: 'mx_Custom_7', Value: '180,000' },
		{ SchemaName: 'mx_Custom_8', Value: '2020-09-16 12:13:44' },
	],
};

/** Single quotes keep a shell from reading `$` and the rest. */
const quoted = (source: string): string => `'${source.split("'").join("'\\''")}'`;

/** A command that updates the first opportunity. */
export function curlLine({ url, keys }: Pick<Sandbox, 'url' | 'keys'>): string {
	const query = new URLSearchParams({ accessKey: keys.accessKey, secretKey: keys.secretKey });
	return [
		'curl -sS -X POST',
		quoted(`${url}/opportunity/update?${query.toString()}`),
		'-H',
		quoted(`x-api-key: ${keys.apiKey}`),
		"-H 'Content-Type: application/json'",
		'-d',
		quoted(JSON.stringify(exampleBody)),
	].join(' ');
}
