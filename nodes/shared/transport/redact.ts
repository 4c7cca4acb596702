/**
 * Removes secrets from text that LeadSquared, a proxy or the network stack wrote.
 * Our own messages never contain a secret, but others may: a gateway that quotes the URL, for example.
 */
import { isObject } from '../lib/json';

/** Stands for a secret. */
export const hiddenMark = '[hidden]';

/** Every form that a secret can have in a text. */
function forms(secret: string): string[] {
	const bytes = Buffer.from(secret, 'utf8');
	const strict = encodeURIComponent(secret).replace(
		/[!'()*]/g,
		(c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	const escaped = [
		encodeURI(secret),
		encodeURIComponent(secret),
		strict,
		new URLSearchParams({ '': secret }).toString().slice(1),
		// What axios leaves unescaped in a query string.
		strict.replace(/%24/g, '$').replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%20/g, '+'),
		// What .NET's UrlEncode leaves.
		strict
			.replace(/%2[189A]/g, decodeURIComponent)
			.replace(/~/g, '%7E')
			.replace(/%20/g, '+'),
	];
	const json = JSON.stringify(secret).slice(1, -1);
	return [
		secret,
		...escaped,
		...escaped.map(lowerCaseEscapes),
		encodeURIComponent(strict),
		json,
		json.replace(/\//g, '\\/'),
		// .NET and Java write these as escapes inside JSON, in upper and in lower case.
		json.replace(/[&'+<>`]/g, unicodeEscape),
		json.replace(/[&'<=>]/g, (c) => unicodeEscape(c).toLowerCase()),
		escapeHtml(secret),
		bytes.toString('base64'),
		bytes.toString('base64').replace(/=+$/, ''),
		bytes.toString('base64url'),
		encodeURIComponent(bytes.toString('base64')),
		bytes.toString('hex'),
	];
}

/** As .NET's HttpUtility and others write them. */
function lowerCaseEscapes(text: string): string {
	return text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}

function unicodeEscape(character: string): string {
	return `\\u00${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function escapeHtml(text: string): string {
	return text
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;')
		.replace(/'/g, '&#39;');
}

export type Redact = (text: string) => string;

/** Builds the function that hides the given secrets, in every form above, longest first. */
export function redactor(secrets: readonly string[]): Redact {
	const hidden = [...new Set(secrets.filter((secret) => secret !== '').flatMap(forms))].sort(
		(a, b) => b.length - a.length,
	);
	if (hidden.length === 0) return (text) => text;
	const pattern = new RegExp(hidden.map(escapeRegExp).join('|'), 'g');
	return (text) => text.replace(pattern, hiddenMark);
}

interface AccountKeys {
	accessKey: string;
	secretKey: string;
	apiKey: string;
}

/** All keys that a run has used: those that it started with, and those that replaced them or were added during the run. */
export class Secrets {
	private readonly keys = new Set<string>();
	private hide: Redact = (text) => text;

	constructor(keys: AccountKeys) {
		this.add(keys);
	}

	add(keys: AccountKeys | undefined): void {
		if (keys === undefined) return;
		const { accessKey, secretKey, apiKey } = keys;
		this.addTexts([accessKey, secretKey, apiKey]);
	}

	addTexts(secrets: readonly string[]): void {
		const before = this.keys.size;
		for (const secret of secrets) this.keys.add(secret);
		if (this.keys.size > before) this.hide = redactor([...this.keys]);
	}

	readonly redact: Redact = (text) => this.hide(text);
}

function escapeRegExp(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** Hides secrets in every text of a parsed reply, including the keys of its objects. */
export function redactDeep(value: unknown, redact: Redact): unknown {
	if (typeof value === 'string') return redact(value);
	if (Array.isArray(value)) return value.map((part) => redactDeep(part, redact));
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, part]) => [redact(key), redactDeep(part, redact)]),
	);
}
