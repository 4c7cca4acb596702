import { mapped, mappedIn, updateOf } from '../../support/mapper';
import { code, id, useMappedUpdates } from './mapped-updates';

const { server, run, map, sent } = useMappedUpdates();

describe('mapped values that are empty', () => {
	const empties = {
		mx_Custom_5: null,
		mx_Custom_6: '={{ $json.none }}',
		mx_Custom_8: '={{ "" }}',
		mx_Custom_27: '={{ [] }}',
		'mx_Custom_4~mx_CustomObject_1': '={{ null }}',
		mx_Custom_3: 'kept',
	};

	test('does not send empty values', async () => {
		const { error } = await run(updateOf(id, code, await mappedIn(server.sandbox, code, empties)));
		expect(error).toBeUndefined();
		expect(sent()).toEqual([[{ SchemaName: 'mx_Custom_3', Value: 'kept' }]]);
	});

	test('clears the fields of empty values if the user chooses so', async () => {
		await map(empties, { emptyValues: 'clear' });
		expect(sent()).toEqual([
			[
				{ SchemaName: 'mx_Custom_5', Value: '' },
				{ SchemaName: 'mx_Custom_6', Value: '' },
				{ SchemaName: 'mx_Custom_8', Value: '' },
				{ SchemaName: 'mx_Custom_27', Value: '' },
				{
					SchemaName: 'mx_Custom_4',
					Value: '',
					Fields: [{ SchemaName: 'mx_CustomObject_1', Value: '' }],
				},
				{ SchemaName: 'mx_Custom_3', Value: 'kept' },
			],
		]);
	});

	test('neither sends nor clears a field that the user removed from the mapper', async () => {
		const schema = ['mx_Custom_5', 'mx_Custom_21'].map((name) => ({
			id: name,
			removed: true,
			type: 'string',
			display: true,
		}));
		await run(
			updateOf(
				id,
				code,
				mapped({ mx_Custom_5: null, mx_Custom_21: false, mx_Custom_3: 'x' }, schema),
				{
					emptyValues: 'clear',
				},
			),
		);
		expect(sent()).toEqual([[{ SchemaName: 'mx_Custom_3', Value: 'x' }]]);
	});

	test('refuses to clear a mandatory field', async () => {
		const { error } = await map({ mx_Custom_1: null, mx_Custom_3: 'x' }, { emptyValues: 'clear' });
		expect(error?.message).toBe(
			"'Opportunity Name (mx_Custom_1)' is mandatory in LeadSquared and cannot be cleared [item 0]",
		);
	});

	test('updates other fields without sending a mandatory one', async () => {
		await map({ mx_Custom_3: 'x' });
		expect(sent()).toHaveLength(1);
	});

	test('names an item that has nothing to send', async () => {
		const { error } = await map({ mx_Custom_3: null });
		expect(error?.message).toBe(
			"'Fields to Update' has no value to send, and 'Note' is empty [item 0]",
		);
	});

	test('says that no type is chosen, without which there is no field to map', async () => {
		const { error } = await run(updateOf(id, '', mapped({})));
		expect(error?.message).toBe("'Opportunity Type' is empty [item 0]");
		expect(error?.description).toMatch(/^Choose the type from the list/);
	});

	test('sends a note without any field or type', async () => {
		await run({ ...updateOf(id, '', mapped({})), note: 'only a note' });
		expect(server.sandbox.calls.map(({ body }) => body)).toEqual([
			{ ProspectOpportunityId: id, OpportunityNote: 'only a note', Fields: [] },
		]);
	});
});
