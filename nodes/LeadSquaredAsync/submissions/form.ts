import type { OperationName } from '../../shared/async-api/operations';
import type { FieldEntry } from '../../shared/fields/build-fields';
import type { WithLists } from '../../shared/fields/map-field-lists';
import type { FieldList } from '../../shared/fields/read-field-list';
import { allOk, type Result } from '../../shared/problems/result';
import type { SubmitRequest } from '../../shared/submit/request';
import type { ItemInputs } from './item-inputs';

/** An item of which only the mapped values are still to be checked. */
export interface Draft extends WithLists {
	finish: (fields: FieldEntry[][]) => Result<SubmitRequest>;
}

export interface SubmissionReader {
	operation: OperationName;
	read: (item: ItemInputs) => Result<Draft>;
}

interface SubmissionParts<Inputs extends object> {
	operation: OperationName;
	inputs: (item: ItemInputs) => { [K in keyof Inputs]: Result<Inputs[K]> };
	/** The lists of fields, in the order in which the builder takes them. */
	lists: (item: ItemInputs, inputs: Inputs) => Array<Result<FieldList>>;
	build: (inputs: Inputs, fields: FieldEntry[][]) => Result<SubmitRequest>;
}

export function submission<Inputs extends object>(
	parts: SubmissionParts<Inputs>,
): SubmissionReader {
	const { operation, build } = parts;
	return {
		operation,
		read: (item) => {
			const inputs = allOk<Inputs>(parts.inputs(item));
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
