/** Reads the parameters of one item. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { checkDate } from '../../shared/fields/check-date';
import { typeCodeOf } from '../../shared/fields/read-type-code';
import { isEmpty, locatorValue, toId, toText, type IdKind } from '../../shared/fields/values';
import { serverDate } from '../../shared/lib/server-date';
import { badInput } from '../../shared/problems/bad-input';
import { ok, type Result } from '../../shared/problems/result';
import { activityTypeLabel, opportunityTypeLabel } from '../../shared/properties/record-type';
import { optionsOf, parameterOf } from '../../shared/run/parameters';
import { leadLookupOf, type LeadLookup } from '../../shared/reading/find-opportunity';
import { mostRecords } from '../../shared/reading/harvest';
import {
	changedSinceLabel,
	changedUntilLabel,
	leadFieldLabel,
	leadIdLabel,
	leadValueLabel,
	limitLabel,
	opportunityIdLabel,
	selectedFieldsLabel,
} from '../labels';

export type OutputForm = 'simplified' | 'selected' | 'all' | 'raw';

/** What to return of each record. */
export interface OutputWish {
	form: OutputForm;
	/** As the user wrote them. */
	selected: readonly string[];
	useDisplayNames: boolean;
}

/** Which lead: by its ID, or by the value of one field or of two. */
export type LeadWish = { kind: 'id'; id: string } | { kind: 'fields'; lead: LeadLookup };

export class Inputs {
	/** All that was read: items with the same get the same answer. */
	private readonly seen: unknown[] = [];

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
	) {}

	get timeZone(): string {
		return this.context.getTimezone();
	}

	/** Equal for items that ask the same. */
	get key(): string {
		return JSON.stringify(this.seen);
	}

	parameter(name: string): unknown {
		const value = parameterOf(this.context, this.itemIndex, name);
		this.seen.push(name, value);
		return value;
	}

	option(name: string): unknown {
		const value = this.options()[name];
		this.seen.push(name, value);
		return value;
	}

	private options(): IDataObject {
		return optionsOf(this.context, this.itemIndex);
	}

	id(name: string, label: string, kind: IdKind): Result<string> {
		const id = toId(this.parameter(name), kind);
		if (id.kind === 'invalid') return badInput(label, id);
		return id.kind === 'empty' ? badInput(label, 'is empty', 'Enter one') : ok(id.text);
	}

	leadId(): Result<string> {
		return this.id('leadId', leadIdLabel, 'lead');
	}

	opportunityId(): Result<string> {
		return this.id('opportunityId', opportunityIdLabel, 'opportunity');
	}

	lead(): Result<LeadWish> {
		const by = String(this.parameter('leadBy'));
		const value = this.id('leadValue', leadValueLabel, by === 'ProspectID' ? 'lead' : 'key');
		if (!value.ok) return value;
		if (by === 'ProspectID') return ok({ kind: 'id', id: value.value });
		if (by === 'Phone') {
			return ok({
				kind: 'fields',
				lead: { fields: ['Phone', 'Mobile'], isNamed: false, value: value.value },
			});
		}
		if (by !== 'other') {
			return ok({ kind: 'fields', lead: { fields: [by], isNamed: false, value: value.value } });
		}
		const field = toText(this.parameter('leadField'));
		if (field.kind === 'invalid') return badInput(leadFieldLabel, field);
		return field.kind === 'empty'
			? badInput(leadFieldLabel, 'is empty', 'Choose a unique field from the list')
			: ok({ kind: 'fields', lead: leadLookupOf(value.value, field.text.trim()) });
	}

	opportunityType(): Result<string> {
		return typeCodeOf(this.parameter('opportunityType'), opportunityTypeLabel);
	}

	activityType(): Result<string> {
		return typeCodeOf(this.parameter('activityType'), activityTypeLabel);
	}

	/** undefined if none is chosen. */
	optionalType(name: 'opportunityType' | 'activityType'): Result<string | undefined> {
		const value = this.parameter(name);
		if (isEmpty(locatorValue(value))) return ok(undefined);
		return typeCodeOf(value, name === 'activityType' ? activityTypeLabel : opportunityTypeLabel);
	}

	/** Milliseconds since the epoch. */
	range(): Result<{ fromMs: number; toMs?: number }> {
		const since = this.parameter('changedSince');
		if (isEmpty(since)) {
			return badInput(
				changedSinceLabel,
				'is empty',
				'Enter a date and time, for example {{ $now.minus({ hours: 1 }) }}',
			);
		}
		const from = this.instant(since, changedSinceLabel);
		if (!from.ok) return from;
		const until = this.option('changedUntil');
		if (isEmpty(until)) return ok({ fromMs: from.value });
		const to = this.instant(until, changedUntilLabel);
		if (!to.ok) return to;
		return to.value < from.value
			? badInput(changedUntilLabel, `is earlier than '${changedSinceLabel}'`)
			: ok({ fromMs: from.value, toMs: to.value });
	}

	private instant(value: unknown, label: string): Result<number> {
		const text = checkDate(value, 'dateTime', { timeZone: this.timeZone });
		if (text.kind === 'invalid') return badInput(label, text);
		const ms = text.kind === 'text' ? serverDate(text.text) : undefined;
		return ms === undefined ? badInput(label, 'is not a date') : ok(ms);
	}

	/** The most records to return. */
	limit(): Result<number> {
		if (this.parameter('returnAll') === true) return ok(mostRecords);
		const limit = Number(this.parameter('limit') ?? 50);
		return Number.isInteger(limit) && limit >= 1
			? ok(limit)
			: badInput(limitLabel, 'must be a whole number of at least 1');
	}

	output(): Result<OutputWish> {
		const form = this.parameter('output') as OutputForm;
		const useDisplayNames = this.option('useDisplayNames') === true;
		if (form !== 'selected') return ok({ form, selected: [], useDisplayNames });
		const given = this.parameter('selectedFields');
		// An expression or a model may give one text.
		const names = (Array.isArray(given) ? given.map(String) : String(given ?? '').split(','))
			.map((name) => name.trim())
			.filter((name) => name !== '');
		return names.length === 0
			? badInput(selectedFieldsLabel, 'is empty', "Choose fields, or another 'Output'")
			: ok({ form, selected: [...new Set(names)], useDisplayNames });
	}
}
