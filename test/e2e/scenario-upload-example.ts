/** The example workflow that takes a file from a visitor of its form, and gives back the rows that failed. */
import { Buffer } from '../support/platform';
import { imported } from './example-runs';
import type { Fixture, SavedCredential } from './fixture';
import type { SavedWorkflow } from './n8n-client';
import { exampleWorkflow } from './workflows';

/** With the byte order mark that Excel writes. */
export const csvOf = (...lines: string[]) =>
	`\ufeffOpportunity,Amount,Remarks\r\n${lines.join('\r\n')}\r\n`;

/** A visitor uploads a file in the form of an active workflow; what n8n saved, and the file that came back. */
export async function uploaded({ client }: Fixture, workflow: SavedWorkflow, csv: string) {
	await client.activateWorkflow(workflow);
	const form = new FormData();
	form.append('field-0', new Blob([csv], { type: 'text/csv' }), 'rows.csv');
	const { formWaitingUrl } = await client.visit<{ formWaitingUrl: string }>(
		'/form/b1e00019-0000-4000-8000-00000000c5f0',
		form,
		'multipart/form-data',
	);
	const [id = ''] = await client.executionsOf(workflow, 1);
	const waiting = await client.waits(id, 120_000);
	// The address of the form is free for the next one.
	await client.deactivateWorkflow(workflow);
	if (waiting.status !== 'waiting') return { saved: waiting, page: '', file: '' };
	const { pathname, search } = new URL(formWaitingUrl);
	const page = (await client.file(`${pathname}${search}`)).toString();
	// n8n's page has the file in its script, for the browser to save; 2.x has a list of files there.
	const [, text = ''] = /decodeURIComponent\("([^"]+)"/.exec(page) ?? [];
	const files = [JSON.parse(decodeURIComponent(text))].flat() as Array<{
		data: string | { data: number[] };
	}>;
	const data = files[0]?.data ?? '';
	await client.visit(`${pathname}${search}`, {});
	return {
		saved: await client.ended(id, 60_000),
		page,
		// A text has a byte in each character.
		file: (typeof data === 'string'
			? Buffer.from(data, 'latin1')
			: Buffer.from(data.data)
		).toString(),
	};
}

export async function checkUpload(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, sandbox } = fixture;
	checks.step('Example: upload-csv, by a visitor of the form');
	fixture.freshAccount();
	const workflow = await imported(fixture, credential, exampleWorkflow('upload-csv'));
	const { saved, page, file } = await uploaded(
		fixture,
		workflow,
		csvOf(
			'HL-1002,"8,75,000",Asked for a call back',
			'HL-1003,8 lakh,',
			'00000000-0000-4000-8000-00000000dead,"1,00,000",',
		),
	);
	checks.equal('it runs to its end', [saved.status, saved.error?.message], ['success', undefined]);
	checks.equal('the two rows that can be sent were', sandbox.requests.size, 2);
	checks.that('the page says how many failed', page.includes('2 rows were not updated'), page);
	const lines = file.replace('\ufeff', '').trim().split(/\r?\n/);
	checks.equal(
		'the file has the columns that were uploaded, and the reason',
		lines[0],
		'Opportunity,Amount,Remarks,Reason',
	);
	checks.that(
		'and the rows that failed, each with its reason',
		lines.length === 3 &&
			lines.some((line) => /^0{8}-.*"1,00,000",.*does not exist/.test(line)) &&
			lines.some((line) => /^HL-1003,8 lakh,.*must be a number/.test(line)),
		lines,
	);
}
