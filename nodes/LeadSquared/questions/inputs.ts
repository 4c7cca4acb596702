/** Reads the parameters of one item that the operations share. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { checkDate } from '../../shared/fields/check-date';
import { typeCodeOf } from '../../shared/fields/read-type-code';
import { isEmpty, locatorValue, toId, toText, type IdKind } from '../../shared/fields/values';
import { trimBlanks } from '../../shared/lib/blanks';
import { isObject } from '../../shared/lib/json';
import { serverDate } from '../../shared/lib/server-date';
import { badInput } from '../../shared/problems/bad-input';
import { ok, type Result } from '../../shared/problems/result';
import type { Range } from '../../shared/reading/calls';
import type { Form } from '../../shared/reading/records';
import { optionsOf, parameterOf } from '../../shared/run/parameters';
import {
	fromLabel,
	leadLabel,
	limitLabel,
	opportunityLabel,
	selectedFieldsLabel,
	toLabel,
} from '../labels';

/** How an item names a lead. */
export type LeadName = { by: 'id'; value: string } | { by: 'key'; value: string };

export class Inputs {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
		/** The time at which the run began, ms since the epoch. */
		readonly startMs: number,
	) {}

	parameter(name: string): unknown {
		return parameterOf(this.context, this.itemIndex, name);
	}

	choice(name: string): string {
		return String(this.parameter(name) ?? '');
	}

	option(name: string): unknown {
		return optionsOf(this.context, this.itemIndex)[name];
	}

	get timeZone(): string {
		return this.context.getTimezone();
	}

	/** Text that must not be empty. */
	id(name: string, label: string, kind: IdKind, hint: string): Result<string> {
		const id = toId(locatorValue(this.parameter(name)), kind);
		if (id.kind === 'invalid') return badInput(label, id);
		return id.kind === 'empty' ? badInput(label, 'is empty', hint) : ok(id.text);
	}

	lead(): Result<LeadName> {
		const parameter = this.parameter('leadId');
		const isKey = isObject(parameter) && parameter.mode === 'key';
		const id = this.id(
			'leadId',
			leadLabel,
			isKey ? 'key' : 'lead',
			isKey
				? 'Enter the email or the phone number of the lead'
				: "Enter the lead's ID (ProspectID), e.g. 1ead0000-0000-4000-8000-000000000001",
		);
		return id.ok ? ok({ by: isKey ? 'key' : 'id', value: id.value }) : id;
	}

	opportunity(): Result<string> {
		return this.id(
			'opportunityId',
			opportunityLabel,
			'opportunity',
			'Enter the ID of the opportunity, its AutoId value or the URL of its page',
		);
	}

	typeCode(name: string, label: string): Result<string> {
		return typeCodeOf(this.parameter(name), label);
	}

	optionalTypeCode(name: string, label: string): Result<string | undefined> {
		return isEmpty(locatorValue(this.parameter(name))) ? ok(undefined) : this.typeCode(name, label);
	}

	/** undefined for all. */
	limit(): Result<number | undefined> {
		if (this.parameter('returnAll') === true) return ok(undefined);
		const limit = Number(this.parameter('limit'));
		return Number.isInteger(limit) && limit > 0
			? ok(limit)
			: badInput(limitLabel, 'must be a whole number above 0', 'Enter a number such as 50');
	}

	/** Without an end, up to a day from now: what changes while it is read must not leave the time. */
	range(): Result<Range> {
		const from = this.time('from', fromLabel);
		if (!from.ok) return from;
		if (from.value === undefined) {
			return badInput(fromLabel, 'is empty', 'Enter the beginning of the time, e.g. 2026-11-24');
		}
		const to = this.time('to', toLabel);
		if (!to.ok) return to;
		if (to.value !== undefined && to.value < from.value) {
			return badInput(toLabel, `is before '${fromLabel}'`, 'Enter a later time, or leave it empty');
		}
		return from.value > this.startMs
			? badInput(fromLabel, 'is in the future', 'Enter a time in the past')
			: ok({ fromMs: from.value, toMs: to.value ?? this.startMs + 86_400_000 });
	}

	private time(name: string, label: string): Result<number | undefined> {
		const value = this.parameter(name);
		if (isEmpty(value)) return ok(undefined);
		const text = checkDate(value, 'dateTime', { timeZone: this.timeZone });
		if (text.kind === 'invalid') return badInput(label, text);
		return ok(text.kind === 'text' ? serverDate(text.text) : undefined);
	}

	form(): Result<Form> {
		const kind = this.choice('output') as Form['kind'];
		const usesDisplayNames = this.option('useDisplayNames') === true;
		if (kind !== 'selected') return ok({ kind, names: [], usesDisplayNames });
		const given = this.parameter('selectedFields');
		const list: unknown[] = Array.isArray(given) ? given : String(given ?? '').split(',');
		const names: string[] = [];
		for (const one of list) {
			const text = toText(one);
			if (text.kind === 'invalid') return badInput(selectedFieldsLabel, text);
			if (text.kind === 'text') names.push(trimBlanks(text.text));
		}
		return names.length === 0
			? badInput(
					selectedFieldsLabel,
					'is empty',
					"Choose at least one, or set 'Output' to another form",
				)
			: ok({ kind, names, usesDisplayNames });
	}
}
