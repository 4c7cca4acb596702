/** Reads the parameters of one item that the operations share. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { unsendable } from '../../shared/fields/build-fields';
import { checkDate } from '../../shared/fields/check-value';
import {
	readFieldList,
	readValueOptions,
	type FieldList,
	type ValueOptions,
} from '../../shared/fields/read-field-list';
import { namedTwice } from '../../shared/fields/read-fields-json';
import { numberToText, toText } from '../../shared/fields/values';
import { isObject, parseJson, type JsonObject } from '../../shared/lib/json';
import type { FieldSource } from '../../shared/metadata/field-source';
import { readTypeCode } from '../../shared/metadata/record-types';
import { badInput, type Fault } from '../../shared/problems/bad-input';
import { ok, type Result } from '../../shared/problems/result';
import type { FieldListParameters } from '../../shared/properties/field-list';
import { optionsOf } from '../../shared/run/options';
import {
	callLogUrlLabel,
	dateTimeLabel,
	leadIdLabel,
	leadParameters,
	noteLabel,
	searchByLabel,
} from '../labels';

export class ItemInputs {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
	) {}

	option(name: string): unknown {
		return optionsOf(this.context, this.itemIndex)[name];
	}

	flag(name: string): boolean {
		return this.parameter(name, false) === true;
	}

	note(): Result<string | undefined> {
		return optional(this.parameter('note', ''), noteLabel);
	}

	leadId(): Result<string> {
		const text = toText(this.parameter('leadId', ''));
		const id = text.kind === 'text' ? text.text.trim() : '';
		return id === ''
			? badInput(
					leadIdLabel,
					text.kind === 'invalid' ? text.reason : 'is empty',
					"Give the lead's ID (ProspectID), e.g. 1ead0000-0000-4000-8000-000000000001",
				)
			: ok(id);
	}

	/**
	 * The schema name of the field to find the lead by.
	 *
	 * @param hasOwnOrder whether LeadSquared can find the lead without being told how; then '' stands for that
	 */
	searchBy(hasOwnOrder: boolean): Result<string> {
		const chosen = String(this.parameter('searchBy', '') ?? '').trim();
		if (chosen === '' && !hasOwnOrder) {
			return badInput(
				searchByLabel,
				'is empty',
				'Choose the unique field by which to find the lead',
			);
		}
		if (chosen !== 'other') return ok(chosen);
		const name = String(this.parameter('searchByField', '') ?? '').trim();
		return name === ''
			? badInput(
					searchByLabel,
					'is Another Field, but none is named',
					'Give the schema name of a unique lead field, e.g. mx_Customer_Number',
				)
			: ok(name);
	}

	/** In UTC, as LeadSquared takes it. Text without a time zone is meant in that of the workflow. */
	dateTime(name = 'dateTime', label = dateTimeLabel): Result<string | undefined> {
		const value = this.parameter(name, '');
		if (value === '' || value === null || value === undefined) return ok(undefined);
		const text = checkDate(value, 'dateTime', this.context.getTimezone());
		if (text.kind === 'invalid') return badInput(label, text.reason, text.hint);
		return ok(text.kind === 'text' ? text.text : undefined);
	}

	/** A text that must be there. */
	text(name: string, label: string): Result<string> {
		const text = optional(this.parameter(name, ''), label);
		if (!text.ok) return text;
		const { value = '' } = text;
		return value.trim() === '' ? badInput(label, 'is empty') : ok(value.trim());
	}

	/** Whole seconds. */
	seconds(name: string, label: string): Result<number> {
		const value = this.parameter(name, 0);
		const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
		return /^\d+$/.test(text)
			? ok(Number(text))
			: badInput(label, 'is no whole number of seconds', 'Give a whole number, e.g. 34');
	}

	/** Whether a list of choices stands at this one. */
	isSet(name: string, choice: string): boolean {
		return this.parameter(name, '') === choice;
	}

	/** An object of which no name and no digit of a whole number is lost. */
	jsonObject(name: string, label: string): Result<JsonObject> {
		const value = this.parameter(name, '');
		const parsed = typeof value === 'string' ? parseJson(value) : ({ ok: true, value } as const);
		if (!parsed.ok || !isObject(parsed.value)) {
			return badInput(label, 'is no JSON object', 'Write { "SourceNumber": "+91-9999999999", … }');
		}
		const twice = typeof value === 'string' ? namedTwice(value) : undefined;
		const fault = twice ?? inexactNumber(parsed.value);
		return fault === undefined ? ok(parsed.value) : badInput(label, fault.reason, fault.hint);
	}

	/**
	 * What an account's own address for call logs ends with: the ID of its telephony connector, for the universal
	 * one with a further GUID. Taken out of the whole address, or given by itself.
	 */
	connectorPath(): Result<string> {
		const given = toText(this.parameter('callLogUrl', ''));
		const text = given.kind === 'text' ? given.text.trim().replace(/[?#].*$/, '') : '';
		const [, ending = text] = /\/logcallcomplete\/(.*)$/i.exec(text) ?? [];
		const [, connector] = /^\/?([\w-]+(?:\/[\w-]+)?)\/?$/.exec(ending) ?? [];
		return connector === undefined
			? badInput(
					callLogUrlLabel,
					text === '' ? 'is empty' : 'is no address for call logs',
					'Copy it in LeadSquared under Apps > Apps Marketplace > (telephony connector) > Settings > Configure > Call Log API',
				)
			: ok(`/${connector}`);
	}

	typeCode(name: string, label: string): Result<string> {
		const parameter = this.parameter(name, '');
		const code = readTypeCode(parameter);
		if (code !== undefined) return ok(code);
		const given = isObject(parameter) ? parameter.value : parameter;
		const isEmpty = given === '' || given === undefined || given === null;
		return badInput(
			label,
			isEmpty ? 'is empty' : 'is no event code',
			'Choose the type from the list, or give its event code, which has digits only',
		);
	}

	optionalOption(name: string, label: string): Result<string | undefined> {
		return this.optionalOf('options', name, label);
	}

	/** A text of a collection, where it was added. */
	optionalOf(collection: string, name: string, label: string): Result<string | undefined> {
		return optional((this.parameter(collection, {}) as IDataObject)[name], label);
	}

	/** A lead that is found needs no field but those that change, so none is asked for. */
	leadFields(): Result<FieldList> {
		return this.list(leadParameters, { kind: 'lead' }, false);
	}

	/** The fields of the record that the call makes. */
	recordFields(parameters: FieldListParameters, source: FieldSource): Result<FieldList> {
		return this.list(parameters, source, true);
	}

	values(): ValueOptions {
		return readValueOptions(this.context, this.itemIndex);
	}

	private list(
		parameters: FieldListParameters,
		source: FieldSource,
		isNew: boolean,
	): Result<FieldList> {
		return readFieldList(this.context, this.itemIndex, parameters, () => ok(source), isNew);
	}

	private parameter(name: string, otherwise: string | number | boolean | object): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, otherwise);
	}
}

/** What is wrong with the first number in the data that cannot be sent exactly. */
function inexactNumber(data: object): Fault | undefined {
	for (const [name, value] of Object.entries(data) as Array<[string, unknown]>) {
		const fault =
			typeof value === 'object' && value !== null
				? inexactNumber(value)
				: faultOfNumber(name, value);
		if (fault !== undefined) return fault;
	}
	return undefined;
}

function faultOfNumber(name: string, value: unknown): Fault | undefined {
	// JSON carries a fraction as it is, and makes null of what is no number.
	const isFraction = Number.isFinite(value) && !Number.isInteger(value);
	if (typeof value !== 'number' || isFraction) return undefined;
	const text = numberToText(value);
	return text.kind === 'invalid' ? unsendable(name, text) : undefined;
}

function optional(value: unknown, label: string): Result<string | undefined> {
	const text = toText(value);
	if (text.kind === 'invalid') return badInput(label, text.reason, text.hint);
	return ok(text.kind === 'text' ? text.text : undefined);
}
