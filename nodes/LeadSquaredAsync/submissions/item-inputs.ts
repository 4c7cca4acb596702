/** Reads the parameters of one item that the operations share. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { checkDate } from '../../shared/fields/check-date';
import {
	readFieldList,
	readValueOptions,
	type FieldList,
	type ValueOptions,
} from '../../shared/fields/read-field-list';
import { typeCodeOf } from '../../shared/fields/read-type-code';
import { isEmpty, toId, toText, type IdKind, type TextValue } from '../../shared/fields/values';
import { tidied } from '../../shared/lib/blanks';
import { isObject } from '../../shared/lib/json';
import type { FieldSource } from '../../shared/metadata/field-source';
import { badInput } from '../../shared/problems/bad-input';
import { ok, type Result } from '../../shared/problems/result';
import type { FieldListParameters } from '../../shared/properties/field-list';
import { optionsOf, parameterOf } from '../../shared/run/parameters';
import { dateTimeLabel, leadIdLabel, leadParameters, noteLabel, searchByLabel } from '../labels';

export class ItemInputs {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
	) {}

	parameter(name: string): unknown {
		return parameterOf(this.context, this.itemIndex, name);
	}

	collection(name: string): IDataObject {
		const value = this.parameter(name);
		return isObject(value) ? (value as IDataObject) : {};
	}

	option(name: string): unknown {
		return optionsOf(this.context, this.itemIndex)[name];
	}

	flag(name: string): boolean {
		return this.parameter(name) === true;
	}

	note(): Result<string | undefined> {
		return optional(toText(this.parameter('note'), this.context.getTimezone()), noteLabel);
	}

	leadId(): Result<string> {
		const id = optionalId(this.parameter('leadId'), leadIdLabel, 'lead');
		if (!id.ok) return id;
		return id.value === undefined
			? badInput(
					leadIdLabel,
					'is empty',
					"Enter the lead's ID (ProspectID), e.g. 1ead0000-0000-4000-8000-000000000001",
				)
			: ok(id.value);
	}

	/**
	 * The schema name of the field to find the lead by.
	 *
	 * @param hasOwnOrder whether LeadSquared can choose the field itself, which '' then stands for
	 */
	searchBy(hasOwnOrder: boolean): Result<string> {
		const chosen = String(this.parameter('searchBy') ?? '').trim();
		if (chosen === '' && !hasOwnOrder) {
			return badInput(
				searchByLabel,
				'is empty',
				'Choose the unique field by which to find the lead',
			);
		}
		if (chosen !== 'other') return ok(chosen);
		const name = tidied(String(this.parameter('searchByField') ?? ''));
		return name === ''
			? badInput(
					searchByLabel,
					'is Another Field, but no field is named',
					'Enter the schema name of a unique lead field, e.g. mx_Customer_Number',
				)
			: ok(name);
	}

	/** UTC, in LeadSquared's format. Text without a time zone is in that of the workflow. */
	dateTime(name = 'dateTime', label = dateTimeLabel): Result<string | undefined> {
		const value = this.parameter(name);
		return isEmpty(value)
			? ok(undefined)
			: optional(checkDate(value, 'dateTime', { timeZone: this.context.getTimezone() }), label);
	}

	typeCode(name: string, label: string): Result<string> {
		return typeCodeOf(this.parameter(name), label);
	}

	/** A lead that is found needs only the fields that change, so none is mandatory. */
	leadFields(): Result<FieldList> {
		return this.list(leadParameters, { kind: 'lead' }, false);
	}

	/** The fields of the record that the call creates. */
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
}

export function optionalText(value: unknown, label: string): Result<string | undefined> {
	return optional(toText(value), label);
}

export function optionalId(
	value: unknown,
	label: string,
	kind?: IdKind,
): Result<string | undefined> {
	return optional(toId(value, kind), label);
}

function optional(text: TextValue, label: string): Result<string | undefined> {
	if (text.kind === 'invalid') return badInput(label, text);
	return ok(text.kind === 'text' ? text.text : undefined);
}
