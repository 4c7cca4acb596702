import type { AccountField } from '../../../nodes/shared/metadata/field-catalog';
import { mapValues } from '../../../nodes/shared/fields/map-values';

const choices: AccountField = {
	schemaName: 'mx_Custom_3',
	displayName: 'Channels',
	kind: 'multiSelect',
	options: [{ value: 'Web', text: '' }],
	isClosed: true,
	isMandatory: true,
	hasDefault: false,
	isWritable: true,
};

test.each([[[]], [['']], ['']])(
	'a new record without any of a mandatory field’s choices (%j) is refused',
	(value) => {
		const reading = mapValues([{ schemaName: 'mx_Custom_3', value }], [choices], {
			timeZone: 'UTC',
			unlistedValues: 'refuse',
			users: { ok: true, value: [] },
			emptyValues: 'skip',
			isNew: true,
			source: { short: 'this type', whole: 'the type' },
			label: 'Fields',
		});
		expect(reading).toMatchObject({
			ok: false,
			problem: {
				parameter: 'Channels (mx_Custom_3)',
				reason: 'is mandatory in LeadSquared and has no value',
			},
		});
	},
);
