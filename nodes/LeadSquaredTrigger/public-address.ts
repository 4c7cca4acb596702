/** Whether LeadSquared can reach an address at all. Pure. */

const privateHost =
	/^(localhost|.+\.(localhost|local|internal|lan|home)|[^.:]+|0\..+|10\..+|127\..+|169\.254\..+|192\.168\..+|172\.(1[6-9]|2\d|3[01])\..+|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\..+|\[(::1?|f[cd].*|fe[89ab].*)\])$/;

export function isPublicAddress(url: string): boolean {
	return URL.canParse(url) && !privateHost.test(new URL(url).hostname.toLowerCase());
}
