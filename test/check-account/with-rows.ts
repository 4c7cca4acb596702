/** For questions that only rows can answer. */
import { pickText, type JsonObject } from '../../nodes/shared/lib/json';
import { serverDate } from '../../nodes/shared/lib/server-date';
import type { Range } from '../../nodes/shared/reading/calls';
import type { Page } from '../../nodes/shared/reading/rows';
import type { Call } from '../../nodes/shared/transport/call';
import type { AccountUnderTest, Answer } from './account';

/** Types that are asked about at most. */
export const mostTypes = 3;

export const dateOf = (row: JsonObject, name: string): number | undefined =>
	serverDate(pickText(row, name));

/** The first answer that has several rows, from a short range of time to a long one. */
export async function withRows(
	account: AccountUnderTest,
	ranges: readonly Range[],
	callFor: (range: Range) => Call<Page>,
): Promise<{ answer: Answer<Page>; range: Range }> {
	let last: { answer: Answer<Page>; range: Range } | undefined;
	for (const range of ranges) {
		last = { answer: await account.ask(callFor(range)), range };
		if (last.answer.value === undefined || last.answer.value.rows.length >= 5) break;
	}
	if (last === undefined) throw new Error('there is no range of time to ask for');
	return last;
}
