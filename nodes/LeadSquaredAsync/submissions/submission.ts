import type { OperationName } from '../../shared/async-api/operations';
import type { FieldEntry } from '../../shared/fields/build-fields';
import type { WithLists } from '../../shared/fields/map-field-lists';
import type { FieldList } from '../../shared/fields/read-field-list';
import { allOk, ok, type Result } from '../../shared/problems/result';
import type { SubmitRequest } from '../../shared/submit/request';
import type { ItemInputs } from './item-inputs';

/** The lists of fields that an operation has: those of the lead, and those of the record that it creates. */
export type FieldLists<List> = Partial<Record<'lead' | 'record', List>>;

/** How the parameters of one item become the request of an operation. */
export interface Submission<Inputs extends object = object> {
	operation: OperationName;
	/** Everything but the lists of fields. */
	inputs(item: ItemInputs): { [K in keyof Inputs]: Result<Inputs[K]> };
	lists(item: ItemInputs, inputs: Inputs): FieldLists<Result<FieldList>>;
	build(inputs: Inputs, fields: FieldLists<FieldEntry[]>): Result<SubmitRequest>;
}

/** An item whose mapped values are still to be checked. */
export interface Draft extends WithLists {
	inputs: object;
	lists: FieldLists<FieldList>;
}

/** Checks that the parts of an operation agree on its inputs, and hides their type: the table holds all operations. */
export function submission<Inputs extends object>(parts: Submission<Inputs>): Submission {
	return parts;
}

export function readDraft(form: Submission, item: ItemInputs): Result<Draft> {
	const inputs = allOk<object>(form.inputs(item));
	if (!inputs.ok) return inputs;
	const lists = allOk<FieldLists<FieldList>>(form.lists(item, inputs.value));
	if (!lists.ok) return lists;
	const { emptyValues, unlistedValues, dateOrder } = item.values();
	return ok({
		emptyValues,
		unlistedValues,
		dateOrder,
		inputs: inputs.value,
		lists: lists.value,
	});
}
