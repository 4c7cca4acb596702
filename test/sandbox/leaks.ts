import { isSyncPath } from './route';
import type { Keys, RecordedCall } from './types';

/** Every spelling in which a key can occur in a URL. */
function spellings(key: string): string[] {
	return [
		key,
		encodeURIComponent(key),
		encodeURI(key),
		new URLSearchParams({ k: key }).toString().slice(2),
	];
}

/** Replaces each key in a text, whatever its encoding, so that a log line cannot show it. */
export function withoutKeys(source: string, keys: Keys): string {
	return Object.values(keys)
		.flatMap(spellings)
		.filter((spelling) => spelling !== '')
		.reduce((clean, spelling) => clean.split(spelling).join('***'), source);
}

/**
 * Keys that were sent where they are not needed: accessKey or secretKey on a status or metrics
 * call or on a call log, which need only x-api-key, and any key in the URL of a sync call, which has headers for it.
 */
export function findLeaks(call: RecordedCall, url: string, keys: Keys): string[] {
	const sync = isSyncPath(call.path);
	const takesKeys = call.method !== 'GET' && !call.path.startsWith('/1/api/telephony/');
	if (takesKeys && !sync) return [];
	const where = `${call.method} ${withoutKeys(call.path, keys)}`;
	const queryNames = Object.keys(call.query).map((name) => name.toLowerCase());
	return (['accessKey', 'secretKey', 'apiKey'] as const).flatMap((name) => {
		const inUrl =
			queryNames.includes(name.toLowerCase()) ||
			spellings(keys[name]).some((spelling) => url.includes(spelling));
		const inHeader = !sync && `x-lsq-${name.toLowerCase()}` in call.headers;
		return [
			...(inUrl ? [`${name} in the URL of ${where}`] : []),
			...(inHeader ? [`${name} in a header of ${where}`] : []),
		];
	});
}
