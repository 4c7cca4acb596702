import type { OperationName } from '../../shared/async-api/operations';
import type { FieldEntry } from '../../shared/fields/build-fields';
import type { WithLists } from '../../shared/fields/map-field-lists';
import type { FieldList } from '../../shared/fields/read-field-list';
import { together, type Reading } from '../../shared/problems/result';
import type { SubmitRequest } from '../../shared/submit/request';
import type { ItemInputs } from './item-inputs';

/** An item of which only the mapped values are still to be checked. */
export interface Draft extends WithLists {
	finish: (fields: FieldEntry[][]) => Reading<SubmitRequest>;
}

export interface Form {
	operation: OperationName;
	read: (item: ItemInputs) => Reading<Draft>;
}

interface FormParts<Inputs extends object> {
	operation: OperationName;
	inputs: (item: ItemInputs) => { [K in keyof Inputs]: Reading<Inputs[K]> };
	/** The lists of fields, in the order in which the builder takes them. */
	lists: (item: ItemInputs, inputs: Inputs) => Array<Reading<FieldList>>;
	build: (inputs: Inputs, fields: FieldEntry[][]) => Reading<SubmitRequest>;
}

export function form<Inputs extends object>(parts: FormParts<Inputs>): Form {
	const { operation, build } = parts;
	return {
		operation,
		read: (item) => {
			const inputs = together<Inputs>(parts.inputs(item));
			if (!inputs.ok) return inputs;
			const lists: FieldList[] = [];
			for (const list of parts.lists(item, inputs.value)) {
				if (!list.ok) return list;
				lists.push(list.value);
			}
			const finish = (fields: FieldEntry[][]) => build(inputs.value, fields);
			return { ok: true, value: { ...item.values(), lists, finish } };
		},
	};
}
