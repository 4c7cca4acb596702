/**
 * Secrets of webhooks that this process has just created. n8n saves them only at the end of an activation, and
 * LeadSquared may send the first event before.
 */
const secrets = new Map<string, string>();

export function newSecretAt(url: string, secret: string): void {
	secrets.set(url, secret);
}

export function secretAt(url: string): string | undefined {
	return secrets.get(url);
}
