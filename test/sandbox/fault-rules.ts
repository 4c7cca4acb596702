import { requestIdOf } from './async-routes';
import { text } from './narrow';
import type { Fault, FaultRule, QueuedRequest, RecordedCall } from './types';

export interface FaultRules {
	inject(rule: FaultRule): () => void;
	/** The fault for this call, counting it against its rule. The oldest matching rule wins. */
	take(call: RecordedCall): Fault | undefined;
	clear(): void;
}

export function createFaultRules(requests: Map<string, QueuedRequest>): FaultRules {
	let active: Array<{ rule: FaultRule; seen: number }> = [];

	function speaksOf(call: RecordedCall, opportunityId: string): boolean {
		const asked = requests.get(requestIdOf(call));
		return [
			text(call.body, 'ProspectOpportunityId'),
			call.query.OpportunityId,
			text(asked?.body, 'ProspectOpportunityId'),
		].some((id) => id?.toLowerCase() === opportunityId.toLowerCase());
	}

	function matches(rule: FaultRule, call: RecordedCall): boolean {
		const { method, path, opportunityId, when } = rule;
		if (method !== undefined && method.toUpperCase() !== call.method) return false;
		if (typeof path === 'string' && path !== call.path) return false;
		// `search` and not `test`: a RegExp with the g flag remembers where it stopped.
		if (path instanceof RegExp && call.path.search(path) < 0) return false;
		if (opportunityId !== undefined && !speaksOf(call, opportunityId)) return false;
		return when?.(call) ?? true;
	}

	return {
		inject(rule) {
			const entry = { rule, seen: 0 };
			active.push(entry);
			return () => {
				active = active.filter((candidate) => candidate !== entry);
			};
		},
		take(call) {
			for (const entry of active) {
				const { after = 0, times = Infinity, fault } = entry.rule;
				if (entry.seen >= after + times || !matches(entry.rule, call)) continue;
				if (entry.seen++ >= after) return fault;
			}
			return undefined;
		},
		clear() {
			active = [];
		},
	};
}
