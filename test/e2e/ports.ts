import type { AddressInfo } from '../support/platform';
import { net, once } from '../support/platform';

export async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url)).ok;
	} catch {
		return false;
	}
}

/** Whether a server can be started on it here. */
export async function isFree(port: number): Promise<boolean> {
	const server = net.createServer();
	try {
		server.listen(port, '127.0.0.1');
		await once(server, 'listening');
	} catch {
		return false;
	}
	server.close();
	await once(server, 'close');
	return true;
}

/** Ports that nothing listens on, all open at once so that they differ. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = await Promise.all(
		Array.from({ length: count }, async () => {
			const server = net.createServer().listen(0, '127.0.0.1');
			await once(server, 'listening');
			return server;
		}),
	);
	return await Promise.all(
		servers.map(async (server) => {
			const { port } = server.address() as AddressInfo;
			server.close();
			await once(server, 'close');
			return port;
		}),
	);
}
