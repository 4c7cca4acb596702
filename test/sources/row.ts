/** One value of a source, the field that it is mapped to, and what it means to the one who wrote it. */
import { dayOnClock, utcOfClock, utcText, type ZonePair } from './zones';

/** The fields of the sandbox's type "Everything" that stand for their kinds. */
export const fields = {
	number: { schemaName: 'mx_Custom_6', kind: 'Number' },
	decimal: { schemaName: 'mx_Custom_20', kind: 'Decimal' },
	boolean: { schemaName: 'mx_Custom_21', kind: 'Boolean' },
	date: { schemaName: 'mx_Custom_22', kind: 'Date' },
	dateTime: { schemaName: 'mx_Custom_8', kind: 'Date and time' },
	phone: { schemaName: 'mx_Custom_23', kind: 'Phone' },
	email: { schemaName: 'mx_Custom_24', kind: 'Email' },
	status: { schemaName: 'Status', kind: 'Drop-down' },
	documents: { schemaName: 'mx_Custom_27', kind: 'Multi-select' },
	text: { schemaName: 'mx_Custom_1', kind: 'Text (200)' },
	longText: { schemaName: 'mx_Custom_5', kind: 'Text (2000)' },
} as const;

/** Beside the fields: the note, and all fields of an item by *Map Automatically*. */
export type Target = keyof typeof fields | 'note' | 'auto';

/**
 * What the value means, written by hand and never by a run: what is sent, that nothing is sent, or that only a
 * message can be right.
 */
export type Meaning = { sent: string | ((pair: ZonePair) => string) } | 'empty' | 'noValue';

export interface Row {
	/** As the source calls it: a column's type, a kind of cell. */
	kind: string;
	/** As people read it in the source. */
	value: string;
	/** What the source is given to make it. */
	data: unknown;
	to: Target;
	means: Meaning;
	/** Inside `{{ }}`, where it is more than the value itself, which it calls `$json.cell`. */
	mapped?: string;
	/** Options of the update node. */
	options?: Record<string, unknown>;
	/** Why another value than the one that is meant is sent, and nobody can see it afterwards. */
	blind?: string;
}

/** What the run shows. */
export type Outcome =
	/** What the sandbox received for the field; for `auto` all fields. */
	| { sent: string }
	/** It received the update without the field. */
	| { sent: null }
	| { message: string };

export const sent = (text: string): Meaning => ({ sent: text });

/** A day, for a field that holds days; LeadSquared takes a time with it. */
export const day = sent('2026-11-24 00:00:00');

/** The beginning of that day on the workflow's clock, for a field that holds a time too. */
export const startOfDay: Meaning = {
	sent: ({ minutesEast }) => utcOfClock('2026-11-24 00:00', minutesEast.workflow),
};

/** 18:30 of that day on the workflow's clock. */
export const halfPastSix: Meaning = {
	sent: ({ minutesEast }) => utcOfClock('2026-11-24 18:30', minutesEast.workflow),
};

/** An instant, for a field that holds a time. */
export const instant = (iso: string): Meaning => sent(utcText(Date.parse(iso)));

/** The day that the workflow's clock shows then. */
export const dayOf = (iso: string): Meaning => ({
	sent: ({ minutesEast }) => `${dayOnClock(iso, minutesEast.workflow)} 00:00:00`,
});

export type Extra = Pick<Row, 'mapped' | 'options' | 'blind'> & { value?: string };

/** Tells a row from the others of its source. */
export function idOf({ kind, value, to, mapped, options }: Row): string {
	const extra = [mapped, options === undefined ? undefined : JSON.stringify(options)];
	return [kind, value, `to ${to}`, ...extra].filter((part) => part !== undefined).join(' | ');
}

/** The key of a row's value in the item. */
export const keyOf = (index: number): string => `cell${index + 1}`;

export function isMeant({ means }: Row, outcome: Outcome, pair: ZonePair): boolean {
	if (!('sent' in outcome) || means === 'noValue') return false;
	if (means === 'empty') return outcome.sent === null;
	return outcome.sent === (typeof means.sent === 'string' ? means.sent : means.sent(pair));
}

/** Another value than the one that is meant, and no message. */
export function isSilentlyWrong(row: Row, outcome: Outcome, pair: ZonePair): boolean {
	return 'sent' in outcome && !isMeant(row, outcome, pair);
}
