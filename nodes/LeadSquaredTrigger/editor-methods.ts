/** What the editor asks for while the user fills in the node. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { ask } from '../shared/editor/lists';
import { labelOf } from '../shared/metadata/field-catalog';
import {
	editorAgeMs,
	loadActivityTypes,
	loadFields,
	loadOpportunityTypes,
	loadUsers,
} from '../shared/metadata/load-metadata';
import type { RecordType } from '../shared/metadata/record-types';
import { toNodeError } from '../shared/problems/node-error';
import type { Client } from '../shared/transport/client';
import type { Loaded } from '../shared/transport/reply';

export async function getActivityTypes(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const types = await listed(this, async (client) => await loadActivityTypes(client, editorAgeMs));
	return types.map(typeOption);
}

export async function getOpportunityTypes(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const types = await listed(
		this,
		async (client) => await loadOpportunityTypes(client, editorAgeMs),
	);
	return types.map(typeOption);
}

export async function getLeadFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const fields = await listed(
		this,
		async (client) => await loadFields(client, { kind: 'lead' }, editorAgeMs),
	);
	return fields.map((field) => ({ name: labelOf(field), value: field.schemaName }));
}

export async function getUsers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const users = await listed(this, async (client) => await loadUsers(client, editorAgeMs));
	return users
		.filter(({ isActive }) => isActive)
		.map(({ id, name, email }) => ({
			name: email === '' || email === name ? name : `${name} (${email})`,
			value: id,
		}));
}

async function listed<T>(
	context: ILoadOptionsFunctions,
	load: (client: Client) => Promise<Loaded<readonly T[]>>,
): Promise<readonly T[]> {
	const loaded = await ask(context, load);
	if (!loaded.ok) throw toNodeError(context.getNode(), loaded.problem);
	return loaded.value;
}

function typeOption({ name, code }: RecordType): INodePropertyOptions {
	return { name: `${name} (${code})`, value: code };
}
