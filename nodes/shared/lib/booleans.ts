/** True and false as people and programs write them. Pure. */
import { trimBlanks } from './blanks';

const meanings = new Map([
	['true', true],
	['yes', true],
	['1', true],
	['false', false],
	['no', false],
	['0', false],
]);

/** Whether it has a text of its own: no object, and not nothing. */
export function isSimple(value: unknown): value is boolean | number | string {
	return ['boolean', 'number', 'string'].includes(typeof value);
}

/** @returns undefined if the value is neither */
export function booleanOf(value: unknown): boolean | undefined {
	return isSimple(value) ? meanings.get(trimBlanks(String(value)).toLowerCase()) : undefined;
}
