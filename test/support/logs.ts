/**
 * Everything that n8n and our nodes log, at the level `debug`. n8n writes through the console;
 * in the tests that would drown their results, so it is kept here instead.
 */
export const logLines: string[] = [];

export function keepLogs(): void {
	const keep = (...parts: unknown[]) => void logLines.push(parts.map(String).join(' '));
	Object.assign(console, { log: keep, debug: keep, info: keep });
	// n8n's logger writes past those, to the stream behind them.
	Object.defineProperty(console, '_stdout', { value: { write: keep }, configurable: true });
}
