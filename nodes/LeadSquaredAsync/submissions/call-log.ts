/**
 * https://apidocs.leadsquared.com/post-a-call-log-async/. The body differs by telephony connector; the fields are
 * those of the generic one (/call-log-api-for-leadsquared-generic-telephony-connector/). Pure.
 */
import { unsendable } from '../../shared/fields/build-fields';
import { invalidJson, namedTwice } from '../../shared/fields/read-fields-json';
import { instantOf, toId, toText } from '../../shared/fields/values';
import { isObject, parseJson, type JsonObject } from '../../shared/lib/json';
import { badInput, type Fault } from '../../shared/problems/bad-input';
import { allOk, ok, type Result } from '../../shared/problems/result';
import { callLogApiPath } from '../../shared/properties/where-in-leadsquared';
import { noFields, type SubmitRequest } from '../../shared/submit/request';
import { callJsonLabel, callLabels, callLogUrlLabel, optionalCallFields } from '../labels';
import { optionalId, optionalText, type ItemInputs } from './item-inputs';
import { submission } from './submission';

interface CallLog {
	/** The end of the address: the account's telephony connector. */
	connectorPath: string;
	/** Fields without a value are left out. */
	call: object;
}

export const callLog = submission<CallLog>({
	operation: 'telephony/logcall',
	inputs: (item) => ({
		connectorPath: connectorPath(item),
		call: item.parameter('callMode') === 'json' ? callFromJson(item) : callFromFields(item),
	}),
	lists: () => ({}),
	build: logCall,
});

function logCall({ connectorPath: privatePath, call }: CallLog): Result<SubmitRequest> {
	const body = Object.fromEntries(Object.entries(call).filter(([, value]) => value !== undefined));
	if (Object.keys(body).length === 0) return badInput(callJsonLabel, 'has no value to send');
	return ok({ body: JSON.stringify(body), privatePath, outputFields: noFields });
}

/**
 * What an account's own address for call logs ends with: the ID of its telephony connector, followed by another GUID
 * for the universal one. Taken from the whole address, or given by itself.
 */
function connectorPath(item: ItemInputs): Result<string> {
	const given = toId(item.parameter('callLogUrl'), 'key');
	if (given.kind === 'invalid') return badInput(callLogUrlLabel, given);
	const text = given.kind === 'text' ? given.text.replace(/[?#].*$/, '') : '';
	const [, ending = text] = /\/logcallcomplete\/(.*)$/i.exec(text) ?? [];
	const [, connector] = /^\/?([\w-]+(?:\/[\w-]+)?)\/?$/.exec(ending) ?? [];
	return connector === undefined
		? badInput(
				callLogUrlLabel,
				text === '' ? 'is empty' : 'is not a URL for call logs',
				`Copy it in LeadSquared under ${callLogApiPath}`,
			)
		: ok(`/${connector}`);
}

/** As the generic connector names them. */
interface CallFields {
	Direction: string;
	SourceNumber: string;
	DestinationNumber: string;
	/** UTC, in LeadSquared's format. */
	StartTime: string | undefined;
	EndTime: string | undefined;
	/** Seconds. */
	CallDuration: number;
	Status: string;
}

function callFromFields(item: ItemInputs): Result<object> {
	const fields = allOk<CallFields>({
		Direction: requiredText(item, 'direction', callLabels.Direction),
		SourceNumber: requiredText(item, 'sourceNumber', callLabels.SourceNumber),
		DestinationNumber: requiredText(item, 'destinationNumber', callLabels.DestinationNumber),
		StartTime: item.dateTime('startTime', callLabels.StartTime),
		EndTime: item.dateTime('endTime', callLabels.EndTime),
		CallDuration: wholeSeconds(item, 'duration', callLabels.CallDuration),
		Status: requiredText(item, 'callStatus', callLabels.Status),
	});
	if (!fields.ok) return fields;
	const added = item.collection('additionalFields');
	const more = allOk<Record<string, string | undefined>>(
		Object.fromEntries(
			optionalCallFields.map(({ name, label, readAs }) => [
				name,
				readAs === 'text'
					? optionalText(added[name], label)
					: optionalId(added[name], label, readAs),
			]),
		),
	);
	return more.ok ? ok({ ...fields.value, ...more.value }) : more;
}

function requiredText(item: ItemInputs, name: string, label: string): Result<string> {
	const text = optionalId(item.parameter(name), label, 'key');
	if (!text.ok) return text;
	return text.value === undefined ? badInput(label, 'is empty') : ok(text.value);
}

function wholeSeconds(item: ItemInputs, name: string, label: string): Result<number> {
	const value = item.parameter(name);
	const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
	return /^\d+$/.test(text)
		? ok(Number(text))
		: badInput(label, 'is not a whole number of seconds', 'Enter a whole number, e.g. 34');
}

/** An object that can be sent without losing a name, a value or a digit of a whole number. */
function callFromJson(item: ItemInputs): Result<JsonObject> {
	const value = item.parameter('callJson');
	const parsed = typeof value === 'string' ? parseJson(value) : ok(value);
	if (!parsed.ok || !isObject(parsed.value)) {
		const isTypo = !parsed.ok && typeof value === 'string' && value.trim() !== '';
		return badInput(
			callJsonLabel,
			isTypo ? invalidJson(value) : 'is not a JSON object',
			'Write { "SourceNumber": "+91-9999999999", … }',
		);
	}
	const twice = typeof value === 'string' ? namedTwice(value) : undefined;
	if (twice !== undefined) return badInput(callJsonLabel, twice);
	const call = sendableParts(parsed.value);
	return call.ok ? call : badInput(callJsonLabel, call.problem);
}

/**
 * The object with what can be sent for each value, or what is wrong with the first that cannot.
 *
 * @param listName what a list's values are called, which have no name of their own
 */
function sendableParts<Data extends object>(data: Data, listName = ''): Result<Data, Fault> {
	const parts: Array<[string, unknown]> = [];
	for (const [name, value] of Object.entries(data) as Array<[string, unknown]>) {
		const part = sendable(Array.isArray(data) ? listName : name, value);
		if (!part.ok) return part;
		parts.push([name, part.value]);
	}
	const whole = Array.isArray(data) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
	return ok(whole as Data);
}

/** JSON turns what is no number and no date into null, and a DateTime without its methods into its parts. */
function sendable(name: string, value: unknown): Result<unknown, Fault> {
	const instant = instantOf(value);
	const isFraction = Number.isFinite(value) && !Number.isInteger(value);
	if (
		instant !== undefined ||
		typeof value === 'string' ||
		(typeof value === 'number' && !isFraction)
	) {
		const text = toText(value);
		if (text.kind === 'invalid') return { ok: false, problem: unsendable(name, text) };
	}
	if (typeof value !== 'object' || value === null || 'toJSON' in value) return ok(value);
	return instant === undefined ? sendableParts(value, name) : ok(new Date(instant).toISOString());
}
