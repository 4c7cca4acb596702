import { Buffer, fs, path } from '../support/platform';

/** Where a secret was found, in which spelling; never the secret itself. */
export interface Finding {
	place: string;
	secret: string;
	spelling: string;
}

/**
 * The spellings in which a secret can occur in a file or a reply. `\/`-escaped JSON, HTML entities and
 * Unicode escapes are included because a logger or a serializer may write them.
 */
export function spellings(secret: string): Map<string, string> {
	const form = new URLSearchParams({ k: secret }).toString().slice(2);
	const escaped = JSON.stringify(secret).slice(1, -1);
	const percent = encodeURIComponent(secret);
	const strict = percent.replace(
		/[!'()*]/g,
		(c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	const spelled = new Map([
		['raw', secret],
		['encodeURI', encodeURI(secret)],
		['encodeURIComponent', percent],
		['encodeURIComponent, lower case', percent.replace(/%../g, (escape) => escape.toLowerCase())],
		['encodeURIComponent, twice', encodeURIComponent(percent)],
		['RFC 3986', strict],
		['form', form],
		['JSON', escaped],
		['JSON in JSON', JSON.stringify(escaped).slice(1, -1)],
		['JSON with \\/', secret.replaceAll('/', '\\/')],
		['HTML', secret.replaceAll('&', '&amp;').replaceAll('/', '&#x2F;').replaceAll('=', '&#x3D;')],
		['hex', Buffer.from(secret).toString('hex')],
	]);
	// Base64 of a longer text shows the secret in one of three ways, by where it begins; the characters
	// that also hold bits of its neighbours are left out.
	for (const before of [0, 1, 2]) {
		const encoded = Buffer.from(' '.repeat(before) + secret)
			.toString('base64')
			.replace(/=+$/, '');
		const whole = Math.floor(((before + secret.length) * 8) / 6);
		const firstOwn = Math.ceil((before * 8) / 6);
		const own = encoded.slice(firstOwn, whole);
		spelled.set(`base64, offset ${before}`, own);
		spelled.set(`base64url, offset ${before}`, own.replaceAll('+', '-').replaceAll('/', '_'));
	}
	return spelled;
}

/** Searches bytes for every spelling of every secret. */
export function findIn(place: string, bytes: Buffer, secrets: Record<string, string>): Finding[] {
	const findings: Finding[] = [];
	for (const [name, secret] of Object.entries(secrets)) {
		const seen = new Set<string>();
		for (const [spelling, text] of spellings(secret)) {
			if (seen.has(text)) continue;
			seen.add(text);
			if (bytes.includes(text)) findings.push({ place, secret: name, spelling });
		}
	}
	return findings;
}

/** The same in every file below a folder, except below the folders in `except`. */
export function findInFiles(
	folder: string,
	secrets: Record<string, string>,
	except: string[] = [],
): { findings: Finding[]; files: string[] } {
	const findings: Finding[] = [];
	const files: string[] = [];
	const walk = (at: string): void => {
		for (const entry of fs.readdirSync(at, { withFileTypes: true })) {
			const full = path.join(at, entry.name);
			if (except.includes(full)) continue;
			if (entry.isDirectory()) walk(full);
			if (!entry.isFile()) continue;
			const place = path.relative(folder, full);
			files.push(place);
			findings.push(...findIn(place, fs.readFileSync(full), secrets));
		}
	};
	walk(folder);
	return { findings, files };
}
