/** What a read record says about the values that a request sent. Pure. */
import type { Scalar } from '../../shared/reading/records';
import { compareNotes, compareValues, type FoundField, type Outcome } from './compare';
import type { User } from '../../shared/metadata/users';
import { noteName, type SentValue } from './sent';

export type Verdict = 'matched' | 'differs' | 'shortened' | 'partlyCompared' | 'notReadable';

export interface Confirmation {
	verdict: Verdict;
	/** Each difference, and each field that was not compared, with its reason. */
	fields: FieldFinding[];
	/** Why nothing could be compared. */
	reason?: string;
	/** Who changed the record last, and when: UTC, ISO 8601. */
	modifiedOn?: string;
	modifiedBy?: string;
	/** How often the record was read. */
	reads: number;
}

export interface FieldFinding {
	schemaName: string;
	sent: string;
	found: Scalar;
	/** undefined for a plain difference. */
	reason?: string;
}

/** A record as it was read. */
export interface Snapshot {
	/** Every name that the record says of itself: of an opportunity its ID and its AutoId values. */
	names: readonly string[];
	/** undefined if LeadSquared did not return the field. */
	field: (schemaName: string) => FoundField | undefined;
	/** Of an opportunity; undefined if LeadSquared did not return it. */
	note: unknown;
	modifiedOn: string | null;
	modifiedBy: string | null;
}

interface Compared extends SentValue {
	found: unknown;
	outcome: Outcome;
}

export interface Comparison {
	confirmation: Omit<Confirmation, 'reads'>;
	/** Whether reading the record again may give another result. */
	mayChange: boolean;
}

/** @param others what other requests of the run sent to the same record */
export function confirm(
	values: readonly SentValue[],
	snapshot: Snapshot,
	users: readonly User[] | undefined,
	others: readonly SentValue[],
): Comparison {
	const compared = values.map((value) => compareOne(value, snapshot, users, others));
	const verdict = verdictOf(compared.map(({ outcome }) => outcome));
	const { modifiedOn, modifiedBy } = snapshot;
	return {
		confirmation: {
			verdict,
			fields: compared.flatMap((one) => (one.outcome.kind === 'same' ? [] : [findingOf(one)])),
			...(verdict === 'matched' || modifiedOn === null ? {} : { modifiedOn }),
			...(verdict === 'matched' || modifiedBy === null ? {} : { modifiedBy }),
		},
		mayChange: compared.some(
			({ outcome }) =>
				outcome.kind !== 'same' && !(outcome.kind === 'notCompared' && outcome.isFinal),
		),
	};
}

export function notReadable(reason: string): Omit<Confirmation, 'reads'> {
	return { verdict: 'notReadable', fields: [], reason };
}

/** A difference says more than a cut, and a cut more than what was not compared. */
function verdictOf(outcomes: readonly Outcome[]): Verdict {
	const kinds = new Set(outcomes.map(({ kind }) => kind));
	if (kinds.has('different')) return 'differs';
	if (kinds.has('shortened')) return 'shortened';
	// Without a single value there is no match either.
	return kinds.has('notCompared') || kinds.size === 0 ? 'partlyCompared' : 'matched';
}

function compareOne(
	sent: SentValue,
	snapshot: Snapshot,
	users: readonly User[] | undefined,
	others: readonly SentValue[],
): Compared {
	const { schemaName, value } = sent;
	const field = snapshot.field(schemaName);
	const isNote = schemaName === noteName && field === undefined;
	const found = isNote ? snapshot.note : field?.value;
	const compare = (text: string, isSet: boolean): Outcome => {
		if (isNote) return snapshot.note === undefined ? absent : compareNotes(text, snapshot.note);
		if (field === undefined) return absent;
		return compareValues(text, isSet ? { ...field, kind: 'set' } : field, users);
	};
	const outcome = compare(value, sent.isSet);
	if (outcome.kind !== 'different') return { ...sent, found, outcome };
	// Which of two requests LeadSquared processes last is not certain, nor is its form of the other value.
	const isOther = others.some(
		(other) =>
			isSame(other.schemaName, schemaName) &&
			compare(other.value, other.isSet).kind !== 'different',
	);
	return { ...sent, found, outcome: isOther ? setByOther : outcome };
}

const absent: Outcome = {
	kind: 'notCompared',
	why: 'LeadSquared did not return this field',
	isFinal: true,
};

const setByOther: Outcome = {
	kind: 'notCompared',
	why: 'another request of this run set it too',
	isFinal: true,
};

function isSame(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}

function findingOf({ schemaName, value, found, outcome }: Compared): FieldFinding {
	const why = 'why' in outcome ? outcome.why : undefined;
	return {
		schemaName,
		sent: value,
		found: toScalar(found),
		...(why === undefined ? {} : { reason: why }),
	};
}

function toScalar(found: unknown): Scalar {
	if (found === null || found === undefined) return null;
	return typeof found === 'object' ? JSON.stringify(found) : (found as Scalar);
}
