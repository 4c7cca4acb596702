/**
 * Reads the dates in LeadSquared's replies. The same record has them in four forms, which differ by call and by place;
 * all are UTC. Pure.
 */

/** `2026-07-31 05:33:50`, also with `.000`. */
const isoForm =
	/^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)[ T](?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d{1,7}))?Z?$/;

/** `7/31/2026 5:33:50 AM`: month first. */
const usForm =
	/^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4}) (?<hour>\d{1,2}):(?<minute>\d\d):(?<second>\d\d) (?<half>[AP])M$/i;

/** `/Date(1785476030000+0000)/`. The offset only says in which zone .NET would show it. */
const dotNetForm = /^\/Date\((?<ms>-?\d+)(?:[+-]\d{4})?\)\/$/;

/** @returns ms since the epoch; undefined if the text is not a date that LeadSquared writes */
export function serverDate(text: string): number | undefined {
	const trimmed = text.trim();
	const ms = dotNetForm.exec(trimmed)?.groups?.ms;
	if (ms !== undefined) return Number(ms);
	const parts = (isoForm.exec(trimmed) ?? usForm.exec(trimmed))?.groups;
	if (parts === undefined) return undefined;
	const hour = hourOf(Number(parts.hour), parts.half);
	if (hour === undefined) return undefined;
	return utc(
		[Number(parts.year), Number(parts.month), Number(parts.day)],
		[hour, Number(parts.minute), Number(parts.second)],
		Number(`0.${parts.fraction ?? 0}`) * 1_000,
	);
}

/** Of 24; with AM or PM, 12 is the first hour of its half. */
function hourOf(hour: number, half: string | undefined): number | undefined {
	if (half === undefined) return hour < 24 ? hour : undefined;
	if (hour < 1 || hour > 12) return undefined;
	return (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
}

type Three = [number, number, number];

function utc(
	[year, month, day]: Three,
	[hour, minute, second]: Three,
	ms: number,
): number | undefined {
	const date = new Date(Date.UTC(year, month - 1, day));
	// JavaScript would read 31/2 as a day in March.
	const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
	if (!isDay || minute > 59 || second > 59) return undefined;
	return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000 + Math.trunc(ms);
}
