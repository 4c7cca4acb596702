/** SHA-256 of a text, in hexadecimal. Node's own module for it is closed to n8n nodes. */
export async function digestOf(text: string): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
	return Buffer.from(digest).toString('hex');
}
