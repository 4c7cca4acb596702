/**
 * Removes secrets from text that LeadSquared, a proxy or the network stack wrote.
 * Our own messages never contain a secret, but others may: a gateway that quotes the URL, for example.
 */
import { isObject } from '../lib/json';

/** Stands for a secret. */
export const hiddenMark = '[hidden]';

/** Every form that a secret can have in a text, apart from its letter case. */
function forms(secret: string): string[] {
	const strict = encodeURIComponent(secret).replace(
		/[!'()*]/g,
		(c) => `%${c.charCodeAt(0).toString(16)}`,
	);
	const json = JSON.stringify(secret).slice(1, -1);
	return [
		secret,
		encodeURI(secret),
		encodeURIComponent(secret),
		strict,
		new URLSearchParams({ '': secret }).toString().slice(1),
		// What axios leaves unescaped in a query string.
		strict.replace(/%24/g, '$').replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%20/g, '+'),
		// What .NET's UrlEncode leaves.
		strict
			.replace(/%2[189a]/g, decodeURIComponent)
			.replace(/~/g, '%7E')
			.replace(/%20/g, '+'),
		encodeURIComponent(strict),
		json,
		json.replace(/\//g, '\\/'),
		// .NET and Java write these as escapes inside JSON.
		json.replace(/[&'+<>`]/g, unicodeEscape),
		json.replace(/[&'<=>]/g, unicodeEscape),
		escapeHtml(secret),
		...base64(secret),
		Buffer.from(secret, 'utf8').toString('hex'),
	];
}

function unicodeEscape(character: string): string {
	return `\\u00${character.charCodeAt(0).toString(16)}`;
}

function escapeHtml(text: string): string {
	return text
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;')
		.replace(/'/g, '&#39;');
}

/** Of the secret, and of a longer text with the secret in it: three bytes are four characters, so it begins in three ways. */
function base64(secret: string): string[] {
	const bytes = Buffer.from(secret, 'utf8');
	const within = [0, 1, 2].map((before) => {
		const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		// Without the characters that the texts around it have a part in.
		return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
	});
	const texts = [bytes.toString('base64'), ...within.filter((text) => text.length >= 8)];
	return texts.flatMap((text) => [
		text,
		text.replace(/=+$/, ''),
		text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, ''),
		encodeURIComponent(text),
	]);
}

export type Redact = (text: string) => string;

/**
 * Builds the function that hides the given secrets: in every form above, longest first, and the first half of a form, since
 * a text may be cut off. The other half is of no use to anybody.
 */
export function redactor(secrets: readonly string[]): Redact {
	const all = secrets.filter((secret) => secret !== '').flatMap(forms);
	const halves = all
		.filter(({ length }) => length >= shortestCut)
		.map((form) => form.slice(0, Math.ceil(form.length / 2)));
	const hidden = [...new Set([...all, ...halves])].sort((a, b) => b.length - a.length);
	if (hidden.length === 0) return (text) => text;
	// A proxy or a log may change the letter case.
	const pattern = new RegExp(hidden.map(escapeRegExp).join('|'), 'gi');
	return (text) => text.replace(pattern, hiddenMark);
}

/** Half of a shorter one may be a word that others use. */
const shortestCut = 16;

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
