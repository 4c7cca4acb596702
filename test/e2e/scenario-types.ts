import type { TypeDescription } from './n8n-client';
import type { Fixture } from './fixture';
import {
	asyncType,
	credentialType,
	readType,
	statusType,
	triggerType,
	updateType,
} from './workflows';

/** The right n8n found the package and can show it. */
export async function checkTypes({ checks, client, line }: Fixture): Promise<void> {
	checks.equal(`it is n8n ${line.n8n}`, await client.version(), line.n8n);
	const nodes = await client.nodeTypes();
	const credentials = await client.credentialTypes();
	const shown: TypeDescription[] = [];
	const types = [updateType, statusType, asyncType, readType];
	for (const type of [...types, ...types.map((type) => `${type}Tool`), triggerType]) {
		const found = nodes.find((node) => node.name === type);
		checks.that(`the node type ${type} is loaded`, found !== undefined);
		if (found) shown.push(found);
	}
	const credential = credentials.find((type) => type.name === credentialType);
	checks.that(`the credential type ${credentialType} is loaded`, credential !== undefined);
	if (credential) shown.push(credential);

	const icons = new Set(shown.flatMap((type) => addresses(type.iconUrl)));
	checks.that(
		'each has an icon for a light and a dark page',
		shown.every((type) => addresses(type.iconUrl).length === 2),
	);
	const nodeIcons = shown
		.filter(({ name }) => [...types, triggerType].includes(name))
		.flatMap(({ iconUrl }) => addresses(iconUrl));
	checks.equal(
		'which no other node has, tools aside',
		new Set(nodeIcons).size,
		2 * (types.length + 1),
	);
	for (const icon of icons) {
		const image = (await client.file(icon)).toString();
		checks.that(`the icon ${icon} is served`, image.includes('<svg'), image);
	}
}

function addresses(iconUrl: TypeDescription['iconUrl']): string[] {
	if (iconUrl === undefined) return [];
	return typeof iconUrl === 'string' ? [iconUrl] : [iconUrl.light, iconUrl.dark];
}
