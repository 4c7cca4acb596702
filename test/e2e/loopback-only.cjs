// Loaded into n8n before anything else. It refuses every connection to another machine and
// writes the host to stderr, so that the log shows what n8n or a node wanted to reach.
'use strict';
const net = require('node:net');

const isLoopback = (host) =>
	/^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\]|::ffff:127\.\d+\.\d+\.\d+)$/i.test(host);
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function connectToLoopback(...args) {
	// net hands over [[options, callback]] when it has normalised the arguments itself.
	const first = Array.isArray(args[0]) ? args[0][0] : args[0];
	const options =
		typeof first === 'object' && first !== null ? first : { port: first, host: args[1] };
	const host = options.host ?? 'localhost';
	// A path is a local socket's. http.Agent sets it to null.
	if (!options.path && !isLoopback(String(host))) {
		process.stderr.write(`e2e: refused a connection to ${host}:${options.port}\n`);
		const refusal = new Error(`connect ECONNREFUSED ${host}:${options.port}`);
		process.nextTick(() => this.destroy(Object.assign(refusal, { code: 'ECONNREFUSED' })));
		return this;
	}
	return connect.apply(this, args);
};
