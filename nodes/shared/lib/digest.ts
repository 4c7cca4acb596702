/** SHA-256 of a text, in hexadecimal. n8n nodes may not import Node's `crypto`. */
export async function digestOf(text: string): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
	return Buffer.from(digest).toString('hex');
}
