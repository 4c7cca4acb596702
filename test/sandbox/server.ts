import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import { cancelLater, http, once } from '../support/platform';
import type { AddressInfo, later } from '../support/platform';
import { createDelivery } from './deliver';
import type { Delivery } from './deliver';
import { parseJson } from './narrow';
import type { RecordedCall } from './types';

/** The HTTP layer: turns requests into recorded calls and passes them on. It knows nothing of LeadSquared. */
export interface Server {
	url: string;
	close(): Promise<void>;
}

/** Repeated names: the last one counts. `+` and %-escapes are decoded as forms decode them. */
function queryOf(url: URL): Record<string, string> {
	return Object.fromEntries(url.searchParams);
}

function headersOf(request: Request): Record<string, string> {
	return Object.fromEntries(
		Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
	);
}

function record(request: Request, url: URL, now: number): RecordedCall {
	const rawBody = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
	return {
		at: now,
		method: request.method,
		path: url.pathname,
		search: url.search,
		query: queryOf(url),
		headers: headersOf(request),
		rawBody,
		body: parseJson(rawBody),
		statusCode: 0,
		rejectedByLimit: false,
	};
}

export async function listen(
	port: number,
	now: () => number,
	handle: (call: RecordedCall, url: string, delivery: Delivery) => void,
	/** Called once per call, when its answer was sent or it is certain that none will be. */
	answered: (call: RecordedCall) => void,
): Promise<Server> {
	const pending = new Set<ReturnType<typeof later>>();
	const app = express();
	app.disable('x-powered-by');
	// 10 MB is AWS API Gateway's limit for a payload (REFERENCE.md, 5).
	app.use(express.raw({ type: () => true, limit: '10mb' }));
	app.use((request: Request, response: Response) => {
		const url = new URL(request.originalUrl, 'http://sandbox');
		const call = record(request, url, now());
		const delivery = createDelivery(response, pending, (statusCode) => {
			call.statusCode = statusCode;
			answered(call);
		});
		handle(call, request.originalUrl, delivery);
	});
	app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
		if (response.headersSent || response.destroyed) return next();
		// The error of a test's callback ends here, and so does a body over the limit.
		const tooLong = error instanceof Error && 'status' in error && error.status === 413;
		const message = error instanceof Error ? error.message : String(error);
		response.status(tooLong ? 413 : 500).json({
			message: tooLong ? 'Request Too Long' : `sandbox: ${message}`,
		});
	});

	const server = http.createServer(app);
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address() as AddressInfo;
	let closed: Promise<unknown> | undefined;
	return {
		url: `http://127.0.0.1:${address.port}`,
		async close() {
			if (!closed) {
				for (const timer of pending) cancelLater(timer);
				closed = once(server, 'close');
				server.close();
				server.closeAllConnections();
			}
			await closed;
		},
	};
}
