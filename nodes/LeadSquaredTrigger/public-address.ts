/** Whether LeadSquared can reach an address at all. Pure. */

const privateName = /^(localhost|[^.:]+|.+\.(localhost|local|internal|lan|home))$/;

/** Of this machine, of private networks, and of providers behind whom several customers share an address. */
const privateV4 =
	/^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))(\.\d+){2,3}$/;

const privateV6 = /^\[(::1?|f[cd].*|fe[89ab].*)\]$/;

export function isPublicAddress(url: string): boolean {
	if (!URL.canParse(url)) return false;
	const { hostname } = new URL(url);
	return ![privateName, privateV4, privateV6].some((pattern) => pattern.test(hostname));
}
