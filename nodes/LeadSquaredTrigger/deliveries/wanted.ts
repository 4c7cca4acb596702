/** Which events start the workflow. Pure. */
import { nameKey } from '../../shared/lib/blanks';
import { stageField } from '../hooks/plan';
import type { Settings } from '../settings';
import type { LeadSquaredEvent } from './read-event';

export function isWanted(event: LeadSquaredEvent, settings: Settings): boolean {
	const { typeCode, changed } = event.shown;
	return isOfType(typeCode, settings.types) && hasChanged(changed, fieldsOf(settings));
}

function isOfType(typeCode: string | undefined, types: readonly string[]): boolean {
	return typeCode === undefined || types.length === 0 || types.includes(typeCode);
}

function fieldsOf({ event, onlyFields }: Settings): readonly string[] {
	return event === 'leadStageChanged' ? [stageField] : onlyFields;
}

/** Where LeadSquared does not say what the lead was before, the event passes: better once too often than lost. */
function hasChanged(changed: readonly string[] | undefined, fields: readonly string[]): boolean {
	if (changed === undefined || fields.length === 0) return true;
	const names = new Set(changed.map(nameKey));
	return fields.some((field) => names.has(nameKey(field)));
}
