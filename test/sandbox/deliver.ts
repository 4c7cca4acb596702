import type { Response } from 'express';
import { cancelLater, later } from '../support/platform';
import { holdBack } from '../support/traffic';
import type { Reply } from './replies';
import type { Answer } from './route';
import type { Fault } from './types';

/** Puts replies on the wire, whole or broken. */
export interface Delivery {
	/** Sends the genuine answer, and accepts the call if it is valid. */
	genuine(answer: Answer): void;
	/** Sends the fault instead; `genuine` is called only if the fault needs it. */
	faulty(fault: Fault, genuine: () => Answer): void;
}

interface Wire {
	status: number;
	headers: Record<string, string>;
	bytes: Buffer;
}

function onWire({ status, body, headers }: Reply): Wire {
	const isText = typeof body === 'string';
	const source = body === undefined ? '' : isText ? body : JSON.stringify(body);
	const guessed =
		!isText || /^\s*[[{]/.test(source)
			? 'application/json'
			: /^\s*</.test(source)
				? 'text/html'
				: 'text/plain';
	const given = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'content-type');
	return {
		status,
		headers: { ...(given || source === '' ? {} : { 'Content-Type': guessed }), ...headers },
		bytes: Buffer.from(source, 'utf8'),
	};
}

const htmlPage = (status: number): string =>
	`<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`;

/** `answered` is called with the status code that was sent; `pending` collects timers for close(). */
export function createDelivery(
	response: Response,
	pending: Set<ReturnType<typeof later>>,
	answered: (statusCode: number) => void,
): Delivery {
	function head({ status, headers }: Wire, length: number): void {
		answered(status);
		response.writeHead(status, { ...headers, 'Content-Length': String(length) });
	}

	function send(reply: Reply): void {
		const wire = onWire(reply);
		head(wire, wire.bytes.length);
		response.end(wire.bytes);
	}

	function sendHalf(reply: Reply, then: 'end' | 'cut'): void {
		const wire = onWire(reply);
		const half = wire.bytes.subarray(0, Math.floor(wire.bytes.length / 2));
		head(wire, then === 'end' ? half.length : wire.bytes.length);
		if (then === 'end') response.end(half);
		else response.write(half, () => response.socket?.destroy());
	}

	function after(ms: number, act: () => void): void {
		const release = holdBack();
		const timer = later(() => {
			pending.delete(timer);
			release();
			if (!response.destroyed) act();
		}, ms);
		pending.add(timer);
		// A client that gave up needs no answer, and the sandbox no timer.
		response.on('close', () => {
			cancelLater(timer);
			release();
		});
	}

	function genuine({ reply, accept }: Answer): void {
		accept?.();
		send(reply);
	}

	return {
		genuine,
		faulty(fault, genuineAnswer) {
			// The call arrives at once; only its reply is late.
			if (fault.kind === 'delay') {
				const { reply, accept } = genuineAnswer();
				accept?.();
				return after(fault.ms, () => send(reply));
			}
			const needed = fault.accept === true || fault.kind === 'truncated' || fault.kind === 'cut';
			const answer = needed ? genuineAnswer() : undefined;
			if (fault.accept === true) answer?.accept?.();
			switch (fault.kind) {
				case 'reply':
					return send({ body: undefined, ...fault });
				case 'html': {
					const status = fault.status ?? 502;
					return send({ status, body: htmlPage(status) });
				}
				case 'empty':
					return send({ status: fault.status ?? 200, body: undefined });
				case 'truncated':
					return answer && sendHalf(answer.reply, 'end');
				case 'cut':
					return answer && sendHalf(answer.reply, 'cut');
				case 'reset':
					answered(0);
					response.socket?.resetAndDestroy();
					return;
				case 'hang':
					response.on('close', holdBack());
					return answered(0);
			}
		},
	};
}
