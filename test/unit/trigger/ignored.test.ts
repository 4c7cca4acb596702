import { isIgnored } from '../../../nodes/LeadSquaredTrigger/deliveries/ignored';
import type { User } from '../../../nodes/shared/metadata/users';

const user = (id: string, name: string, email: string): User => ({
	id,
	name,
	email,
	isActive: true,
});

const users = [
	user('u1', 'Asha Rao', 'asha@example.com'),
	user('u2', 'Asha Rao', 'asha.rao@example.com'),
	user('u3', 'Ravi Menon', 'ravi@example.com'),
	user('u4', '', ''),
];

test.each<[doneBy: string, ignored: string, expected: boolean]>([
	['u1', 'u1', true],
	['asha@example.com', 'U1', true],
	['u1', 'ASHA@example.com', true],
	['u2', 'u1', false],
	['Ravi Menon', 'u3', true],
	['ravi menon', 'ravi@example.com', true],
	// Two users have this name.
	['Asha Rao', 'u1', false],
	['Asha Rao', 'asha.rao@example.com', false],
	['Asha Rao', 'Asha Rao', true],
	['u1', 'Asha Rao', true],
	['u4', 'u1', false],
	['', 'u4', false],
])('a change by %j where %j is ignored: %s', (doneBy, ignored, expected) => {
	expect(isIgnored([doneBy], [ignored], users)).toBe(expected);
});
