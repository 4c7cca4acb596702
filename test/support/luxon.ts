/** Luxon's DateTime, of the version that n8n itself brings. */
import { tryToParseDateTime } from 'n8n-workflow';

const anyDate = tryToParseDateTime('2026-01-01');

export type AnyDateTime = typeof anyDate;

interface DateTimeClass {
	fromFormat(text: string, format: string, options?: { zone: string }): AnyDateTime;
	fromISO(text: string, options?: { zone?: string; setZone?: boolean }): AnyDateTime;
	fromMillis(ms: number, options?: { zone: string }): AnyDateTime;
	fromSeconds(seconds: number, options?: { zone: string }): AnyDateTime;
	fromObject(parts: Record<string, number>): AnyDateTime;
	invalid(reason: string): AnyDateTime;
}

export const DateTime = anyDate.constructor as unknown as DateTimeClass;
