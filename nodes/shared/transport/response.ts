/** What n8n's HTTP helpers return, in one shape. */
import { isObject } from '../lib/json';

export interface HttpResponse {
	/** 0 when the helper returned no status. */
	status: number;
	/** By lower-case name. */
	headers: Record<string, unknown>;
	text: string;
}

export function readFullResponse(response: unknown): HttpResponse {
	const { statusCode, headers, body } = isObject(response) ? response : {};
	return {
		status: typeof statusCode === 'number' ? statusCode : 0,
		headers: byLowerCaseName(headers),
		text: textOf(body),
	};
}

function textOf(body: unknown): string {
	if (typeof body === 'string') return body;
	return body === undefined || body === null ? '' : JSON.stringify(body);
}

function byLowerCaseName(headers: unknown): Record<string, unknown> {
	if (!isObject(headers)) return {};
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
	);
}
