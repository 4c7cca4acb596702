/** The secret that LeadSquared sends along with every event, in a header. */
import { digestOf } from '../shared/lib/digest';

/** 32 random bytes, in hexadecimal. */
export function newSecret(): string {
	return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex');
}

/** Takes the same time for every wrong secret, however much of it is right. */
export async function isSameSecret(given: string, expected: string): Promise<boolean> {
	// Digests have one length, and say nothing about how far two texts agree.
	const [a, b] = await Promise.all([digestOf(given), digestOf(expected)]);
	let difference = 0;
	for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
	return difference === 0 && expected !== '';
}
