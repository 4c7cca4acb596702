import axios from 'axios';
import type { AxiosResponse } from 'axios';
import { Buffer, delay } from '../support/platform';

export type ContentType = 'application/json' | 'multipart/form-data';

/** How long n8n may take to register what was activated. */
const activationMs = 30_000;

/**
 * What an outside client sends to a webhook or a form, and the reply. While n8n does not know the address yet,
 * the call is made again.
 */
export async function deliver(
	url: string,
	body: unknown,
	contentType: ContentType = 'application/json',
): Promise<AxiosResponse<ArrayBuffer>> {
	const deadline = Date.now() + activationMs;
	for (;;) {
		const reply = await axios.post<ArrayBuffer>(url, body, {
			headers: { 'content-type': contentType },
			proxy: false,
			responseType: 'arraybuffer',
			validateStatus: () => true,
		});
		if (reply.status === 200) return reply;
		if (reply.status !== 404 || Date.now() > deadline)
			throw new Error(`${url} answered ${reply.status}: ${textOf(reply)}`);
		await delay(200);
	}
}

/** The beginning of a reply, for a message. */
export function textOf({ data }: AxiosResponse<ArrayBuffer>): string {
	return Buffer.from(data).toString().slice(0, 1000);
}
