/**
 * Of thousands of items, only their requests may wait for the first call: what these are made of takes several times the
 * memory.
 */
import { OneCredential } from '../../support/engine';
import { collectAll } from '../../support/garbage';
import { soon } from '../../support/platform';
import { itemFor, markOf, runSubmitter, submitters } from '../../support/submitters';
import { useSandbox } from '../../support/use-sandbox';

/** What is read of the items. Jest lets only variables with such a name into a mock. */
const mockParts: Array<WeakRef<object>> = [];

jest.mock('../../../nodes/shared/problems/result', () => {
	const actual = jest.requireActual<typeof import('../../../nodes/shared/problems/result')>(
		'../../../nodes/shared/problems/result',
	);
	const allOk: typeof actual.allOk = (parts) => {
		const whole = actual.allOk(parts);
		if (whole.ok) mockParts.push(new WeakRef(whole.value));
		return whole;
	};
	return { ...actual, allOk };
});

jest.mock('../../../nodes/shared/fields/build-fields', () => {
	const actual = jest.requireActual<typeof import('../../../nodes/shared/fields/build-fields')>(
		'../../../nodes/shared/fields/build-fields',
	);
	const buildFields: typeof actual.buildFields = (...given) => {
		const fields = actual.buildFields(...given);
		if (fields.ok) mockParts.push(new WeakRef(fields.value));
		return fields;
	};
	return { ...actual, buildFields };
});

const server = useSandbox();

afterEach(() => jest.restoreAllMocks());

test.each(submitters)(
	'$operation: once all items are read, only their requests are left',
	async (submitter) => {
		mockParts.length = 0;
		let left: number | undefined;
		const getDecrypted = OneCredential.prototype.getDecrypted;
		// The first thing after all items are read.
		jest.spyOn(OneCredential.prototype, 'getDecrypted').mockImplementation(async function (
			this: OneCredential,
			...given
		) {
			if (left === undefined) {
				// What a WeakRef shows stays until the end of the turn.
				await new Promise((resolve) => soon(resolve));
				collectAll();
				left = mockParts.filter((part) => part.deref() !== undefined).length;
			}
			return await getDecrypted.apply(this, given);
		});
		const items = Array.from({ length: 20 }, (_, n) => itemFor(n + 1, markOf(n)));
		const { error } = await runSubmitter(server.sandbox, submitter, {}, items, {});
		expect(error).toBeUndefined();
		expect(mockParts.length).toBeGreaterThanOrEqual(items.length);
		// The last item may still be on the stack.
		expect(left).toBeLessThanOrEqual(mockParts.length / items.length);
	},
);
