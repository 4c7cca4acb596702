import { problem, type ProblemCode } from '../../../nodes/shared/problems/problems';
import { problemCodes } from '../../docs/errors-page';

/** About an item, which an activation has none of. */
const ofItems: ProblemCode[] = ['badInput', 'otherRecord'];

test.each(problemCodes.filter((code) => !ofItems.includes(code)))(
	'%s, at the activation of a trigger, does not tell the user to run a node',
	(code) => {
		const { nextStep } = problem(code, { purpose: 'webhook', host: 'h', reason: 'r' });
		expect(nextStep).not.toMatch(/run the node/i);
	},
);
