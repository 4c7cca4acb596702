/** Which record a completed request wrote, and which values. Pure. */
import type { OperationName } from '../../shared/async-api/operations';
import { isSimple } from '../../shared/lib/booleans';
import { isObject, parseEmbedded, pick, pickText, type JsonObject } from '../../shared/lib/json';
import type { TaskStatus } from '../status/ask-status';
import { readCapture, resultsOf } from '../status/results';

export type RecordKind = 'lead' | 'opportunity';

export interface SentValue {
	schemaName: string;
	value: string;
	/** Whether it has parts, as a custom field set has. */
	isSet: boolean;
}

export interface Written {
	record: RecordKind;
	id: string;
	values: readonly SentValue[];
}

/** `unreadable`: why the record cannot be read. */
export type WrittenOrNot = Written | { unreadable: string };

/** The name of an opportunity's note in `Confirmation`; it is no field. */
export const noteName = 'OpportunityNote';

/** Not a field either: LeadSquared makes an activity's date of it. */
const dateTimeName = 'OpportunityDateTime';

/** These say how the lead is found. */
const searchAttributes = new Set(['searchby', '__useuserdefinedguid__', 'prospectid']);

const unknownBody = "LeadSquared's status answer does not say what was sent";

/**
 * @param leadId of a lead update: LeadSquared's answer does not repeat it
 * @returns undefined for an operation that is not confirmed
 */
export function writtenBy(
	operation: OperationName,
	task: Pick<TaskStatus, 'message' | 'requestBody'>,
	leadId: string,
): WrittenOrNot | undefined {
	const body = parseEmbedded(task.requestBody);
	const message = parseEmbedded(task.message);
	switch (operation) {
		case 'opportunity/update':
			if (!isObject(body)) return { unreadable: unknownBody };
			return written(
				'opportunity',
				pickText(body, 'ProspectOpportunityId'),
				opportunityValues(body),
			);
		case 'opportunity/capture': {
			const opportunity = isObject(body) ? pick(body, 'Opportunity') : undefined;
			if (!isObject(opportunity)) return { unreadable: unknownBody };
			const id = readCapture(message)?.createdOpportunityId ?? '';
			if (id === '') return { unreadable: 'LeadSquared created no opportunity' };
			return written('opportunity', id, opportunityValues(opportunity));
		}
		case 'lead/update':
			if (!Array.isArray(body)) return { unreadable: unknownBody };
			if (leadId === '') {
				return {
					unreadable: "The input item has no LeadId, and LeadSquared's answer does not name it",
				};
			}
			return written('lead', leadId, leadValues(body));
		case 'lead/capture': {
			if (!Array.isArray(body)) return { unreadable: unknownBody };
			const { LeadId } = resultsOf(operation, message, '');
			return written('lead', typeof LeadId === 'string' ? LeadId : '', leadValues(body));
		}
		case 'activity/create':
		case 'activity/createcustom':
		case 'telephony/logcall':
			return undefined;
	}
}

function written(record: RecordKind, id: string, values: SentValue[]): WrittenOrNot {
	if (id.trim() === '') return { unreadable: `LeadSquared's answer does not name the ${record}` };
	return { record, id: id.trim(), values };
}

function opportunityValues(body: JsonObject): SentValue[] {
	const beside = [noteName, dateTimeName].flatMap((schemaName) => {
		const value = pickText(body, schemaName);
		return value === '' ? [] : [{ schemaName, value, isSet: false }];
	});
	return [...entriesOf(pick(body, 'Fields'), 'SchemaName'), ...beside];
}

function leadValues(body: unknown[]): SentValue[] {
	return entriesOf(body, 'Attribute').filter(
		({ schemaName }) => !searchAttributes.has(schemaName.toLowerCase()),
	);
}

function entriesOf(list: unknown, nameKey: string): SentValue[] {
	return (Array.isArray(list) ? list : []).filter(isObject).map((entry) => {
		const value = pick(entry, 'Value') ?? '';
		return {
			schemaName: pickText(entry, nameKey),
			value: isSimple(value) ? String(value) : JSON.stringify(value),
			isSet: !isSimple(value) || Array.isArray(pick(entry, 'Fields')),
		};
	});
}
