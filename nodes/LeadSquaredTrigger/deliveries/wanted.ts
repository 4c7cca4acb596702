/** Which events start the workflow. Pure. */
import { nameKey } from '../../shared/lib/blanks';
import { stageField } from '../hooks/plan';
import type { Settings } from '../settings';
import type { LeadSquaredEvent } from './read-event';

export function isWanted(event: LeadSquaredEvent, settings: Settings): boolean {
	return isOfType(event, settings.types) && hasChanged(event, fieldsOf(settings));
}

function isOfType({ typeCode }: LeadSquaredEvent, types: readonly string[]): boolean {
	return typeCode === undefined || types.length === 0 || types.includes(typeCode);
}

function fieldsOf({ event, onlyFields }: Settings): readonly string[] {
	return event === 'leadStageChanged' ? [stageField] : onlyFields;
}

/** Where LeadSquared does not say what the lead was before, the event passes: better once too often than lost. */
function hasChanged({ changed }: LeadSquaredEvent, fields: readonly string[]): boolean {
	if (changed === undefined || fields.length === 0) return true;
	const names = new Set(changed.map(nameKey));
	return fields.some((field) => names.has(nameKey(field)));
}
