import { activityTypeLabel, opportunityTypeLabel } from '../properties/record-type';

/** Whose fields a node works with. */
export type FieldSource =
	| { kind: 'opportunity'; code: string }
	| { kind: 'activity'; code: string }
	| { kind: 'lead' };

/** Its names in messages. */
export interface SourceWords {
	/** `opportunity type 12000` */
	whole: string;
	/** `this opportunity type` */
	short: string;
	/** What else to check if a field is missing. */
	doubt?: string;
}

export function describeSource(source: FieldSource): SourceWords {
	switch (source.kind) {
		case 'opportunity':
			return typed('opportunity type', source.code, opportunityTypeLabel);
		case 'activity':
			return typed('activity type', source.code, activityTypeLabel);
		case 'lead':
			return { whole: 'leads', short: 'leads' };
	}
}

function typed(noun: string, code: string, label: string): SourceWords {
	return {
		whole: `${noun} ${code}`,
		short: `this ${noun}`,
		doubt: `check '${label}': each type has its own fields under the same schema names`,
	};
}

/** Equal for equal sources. */
export function keyOfSource(source: FieldSource): string {
	return source.kind === 'lead' ? source.kind : `${source.kind} ${source.code}`;
}
