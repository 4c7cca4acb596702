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

/** @returns undefined if the value is neither */
export function booleanOf(value: unknown): boolean | undefined {
	const isSimple = ['boolean', 'number', 'string'].includes(typeof value);
	return isSimple ? meanings.get(trimBlanks(String(value)).toLowerCase()) : undefined;
}
