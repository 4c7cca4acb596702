/** Reads what the account knows about its users, types and fields. */
import type { IDataObject } from 'n8n-workflow';

import type { AccountField } from '../../shared/metadata/field-catalog';
import type { FieldSource } from '../../shared/metadata/field-source';
import {
	editorAgeMs,
	loadActivityTypes,
	loadFields,
	loadOpportunityTypes,
	loadUsers,
} from '../../shared/metadata/load-metadata';
import { ok, type Result } from '../../shared/problems/result';
import { listed } from './answer';
import type { Inputs } from './inputs';
import type { ReadQuestion } from './question';

export const getManyUsers: ReadQuestion = (inputs) => {
	const status = inputs.parameter('userStatus');
	const limit = inputs.limit();
	if (!limit.ok) return limit;
	return ok(async ({ client }) => {
		const users = await loadUsers(client, editorAgeMs);
		if (users === undefined || !users.ok) return users;
		const wanted = users.value.filter(
			({ isActive }) => status === 'all' || isActive === (status === 'active'),
		);
		const records = wanted.map(({ id, name, email, isActive }) => ({
			userId: id,
			name,
			email,
			isActive,
		}));
		return ok(listed(records, limit.value));
	});
};

export const getManyTypes: ReadQuestion = (inputs) => {
	const kind = inputs.parameter('typesOf');
	const limit = inputs.limit();
	if (!limit.ok) return limit;
	return ok(async ({ client }) => {
		const load = kind === 'activity' ? loadActivityTypes : loadOpportunityTypes;
		const types = await load(client, editorAgeMs);
		if (types === undefined || !types.ok) return types;
		const records = types.value.map(({ code, name }) => ({ typeCode: code, name, kind }));
		return ok(listed(records as IDataObject[], limit.value));
	});
};

export const getFields: ReadQuestion = (inputs) => {
	const source = sourceOf(inputs);
	if (!source.ok) return source;
	const limit = inputs.limit();
	if (!limit.ok) return limit;
	return ok(async ({ client }) => {
		const fields = await loadFields(client, source.value, editorAgeMs);
		if (fields === undefined || !fields.ok) return fields;
		return ok(listed(fields.value.map(describe), limit.value));
	});
};

function sourceOf(inputs: Inputs): Result<FieldSource> {
	const kind = inputs.parameter('fieldsOf');
	if (kind === 'lead') return ok({ kind });
	const code = kind === 'activity' ? inputs.activityType() : inputs.opportunityType();
	return code.ok
		? ok({ kind: kind === 'activity' ? 'activity' : 'opportunity', code: code.value })
		: code;
}

function describe(field: AccountField): IDataObject {
	return {
		schemaName: field.schemaName,
		displayName: field.displayName,
		kind: field.kind,
		isMandatory: field.isMandatory,
		isWritable: field.isWritable,
		isUnique: field.isUnique ?? false,
		maxLength: field.maxLength ?? null,
		values: field.options.map(({ value }) => value),
	};
}
