/** Reads the parameters of one item that the operations share. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { checkDate } from '../shared/check-value';
import {
	readFieldList,
	readValueOptions,
	type FieldList,
	type FieldListParameters,
	type ValueOptions,
} from '../shared/field-list';
import type { FieldSource } from '../shared/field-source';
import { badInput } from '../shared/items';
import { read, type Reading } from '../shared/reading';
import { readTypeCode } from '../shared/record-types';
import { isObject } from '../shared/text';
import { toText } from '../shared/values';
import { dateTimeLabel, leadIdLabel, leadParameters, noteLabel, searchByLabel } from './labels';

export class ItemInputs {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
	) {}

	option(name: string): unknown {
		return (this.parameter('options', {}) as IDataObject)[name];
	}

	flag(name: string): boolean {
		return this.parameter(name, false) === true;
	}

	note(): Reading<string | undefined> {
		return optional(this.parameter('note', ''), noteLabel);
	}

	leadId(): Reading<string> {
		const text = toText(this.parameter('leadId', ''));
		const id = text.kind === 'text' ? text.text.trim() : '';
		return id === ''
			? badInput(
					leadIdLabel,
					text.kind === 'invalid' ? text.reason : 'is empty',
					"Give the lead's ID (ProspectID), e.g. 1ead0000-0000-4000-8000-000000000001",
				)
			: read(id);
	}

	/** The schema name of the field to find the lead by; '' leaves it to LeadSquared. */
	searchBy(): Reading<string> {
		const chosen = String(this.parameter('searchBy', ''));
		if (chosen !== 'other') return read(chosen);
		const name = String(this.parameter('searchByField', '')).trim();
		return name === ''
			? badInput(
					searchByLabel,
					'is Another Field, but none is named',
					'Give the schema name of a unique lead field, e.g. mx_Customer_Number',
				)
			: read(name);
	}

	/** In UTC, as LeadSquared takes it. Text without a time zone is meant in that of the workflow. */
	dateTime(): Reading<string | undefined> {
		const value = this.parameter('dateTime', '');
		if (value === '' || value === null || value === undefined) return read(undefined);
		const text = checkDate(value, 'dateTime', this.context.getTimezone());
		if (text.kind === 'invalid') return badInput(dateTimeLabel, text.reason, text.hint);
		return read(text.kind === 'text' ? text.text : undefined);
	}

	typeCode(name: string, label: string): Reading<string> {
		const parameter = this.parameter(name, '');
		const code = readTypeCode(parameter);
		if (code !== undefined) return read(code);
		const given = isObject(parameter) ? parameter.value : parameter;
		const isEmpty = given === '' || given === undefined || given === null;
		return badInput(
			label,
			isEmpty ? 'is empty' : 'is no event code',
			'Choose the type from the list, or give its event code, which has digits only',
		);
	}

	optionalOption(name: string, label: string): Reading<string | undefined> {
		return optional(this.option(name), label);
	}

	/** A lead that is found needs no field but those that change, so none is asked for. */
	leadFields(): Reading<FieldList> {
		return this.list(leadParameters, { kind: 'lead' }, false);
	}

	/** The fields of the record that the call makes. */
	recordFields(parameters: FieldListParameters, source: FieldSource): Reading<FieldList> {
		return this.list(parameters, source, true);
	}

	values(): ValueOptions {
		return readValueOptions(this.context, this.itemIndex);
	}

	private list(
		parameters: FieldListParameters,
		source: FieldSource,
		isNew: boolean,
	): Reading<FieldList> {
		return readFieldList(this.context, this.itemIndex, parameters, () => read(source), isNew);
	}

	private parameter(name: string, otherwise: string | boolean | object): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, otherwise);
	}
}

function optional(value: unknown, label: string): Reading<string | undefined> {
	const text = toText(value);
	if (text.kind === 'invalid') return badInput(label, text.reason, text.hint);
	return read(text.kind === 'text' ? text.text : undefined);
}
