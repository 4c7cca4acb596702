import { SeenKeys } from '../../../nodes/LeadSquaredTrigger/deliveries/seen-keys';

test('knows a key again until as many others have come', () => {
	const seen = new SeenKeys(3);
	expect(['a', 'b', 'a', 'c', 'b'].map((key) => seen.add(key))).toEqual([
		true,
		true,
		false,
		true,
		false,
	]);
	seen.add('d');
	expect(seen.add('b')).toBe(false);
	expect(seen.add('a')).toBe(true);
});

test('takes a forgotten key for new', () => {
	const seen = new SeenKeys(3);
	seen.add('a');
	seen.forget('a');
	expect(seen.add('a')).toBe(true);
});
