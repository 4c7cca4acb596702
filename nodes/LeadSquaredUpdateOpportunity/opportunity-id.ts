/** Which opportunity an item means. */
import { isAddress } from '../shared/fields/page-address';
import { locatorValue, toId } from '../shared/fields/values';
import { trimBlanks } from '../shared/lib/blanks';
import { isObject } from '../shared/lib/json';
import { badInput } from '../shared/problems/bad-input';
import { ok, type Result } from '../shared/problems/result';
import { opportunityIdLabel } from './properties';

/**
 * Accepts a GUID, an AutoId value (LeadSquared accepts it as well, /update-an-opportunity/) or a link to the
 * opportunity's page, whichever mode it was entered in.
 */
export function readOpportunityId(parameter: unknown): Result<string> {
	const value = locatorValue(parameter);
	const id = toId(value, 'opportunity');
	if (id.kind === 'invalid') return badInput(opportunityIdLabel, id);
	if (id.kind === 'empty') {
		return badInput(
			opportunityIdLabel,
			'is empty',
			'Enter the ID of the opportunity, its AutoId value or the URL of its page',
		);
	}
	const isByUrl = isObject(parameter) && parameter.mode === 'url';
	return isByUrl && !isAddress(trimBlanks(String(value)))
		? badInput(
				opportunityIdLabel,
				'is not a URL',
				"Copy the URL of the opportunity's page, or choose 'By ID'",
			)
		: ok(id.text);
}
