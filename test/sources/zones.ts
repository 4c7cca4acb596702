/** The clocks under which every source is read: that of n8n's process, and that of the workflow. */

export interface ZonePair {
	/** TZ of n8n's process. */
	process: string;
	/** GENERIC_TIMEZONE of n8n, and the workflow's own setting. */
	workflow: string;
	/** Minutes east of UTC on 24 November 2026, the day of all the dates here. */
	minutesEast: { process: number; workflow: number };
}

export const zonePairs: readonly ZonePair[] = [
	{
		process: 'UTC',
		workflow: 'Asia/Kolkata',
		minutesEast: { process: 0, workflow: 330 },
	},
	{
		process: 'Asia/Kolkata',
		workflow: 'America/New_York',
		minutesEast: { process: 330, workflow: -300 },
	},
	{
		process: 'UTC',
		workflow: 'Pacific/Auckland',
		minutesEast: { process: 0, workflow: 780 },
	},
];

export const nameOf = (pair: ZonePair): string => `${pair.process} / ${pair.workflow}`;

/** `2026-11-24 13:00:00` in UTC for 2026-11-24 18:30 on that clock. */
export function utcOfClock(written: string, minutesEast: number): string {
	return utcText(Date.parse(`${written.replace(' ', 'T')}Z`) - minutesEast * 60_000);
}

/** The day that the clock shows at an instant. */
export function dayOnClock(instant: string, minutesEast: number): string {
	return utcText(Date.parse(instant) + minutesEast * 60_000).slice(0, 10);
}

/** In LeadSquared's form. */
export function utcText(ms: number): string {
	return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
