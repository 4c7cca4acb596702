import type { Reply } from './replies';
import type { RecordedCall } from './types';

export interface Answer {
	reply: Reply;
	/** Queues the call. Separate from the reply, so that a fault can have one without the other. */
	accept?: () => void;
}

export interface Route {
	/** submit: async POST; poll: async status or metrics; sync: the V2 API. */
	kind: 'submit' | 'poll' | 'sync';
	method: string;
	path: string;
	/** Further path segments may follow. */
	openPath?: boolean;
	answer(call: RecordedCall): Answer;
}

export function findRoute(routes: Route[], method: string, path: string): Route | undefined {
	return routes.find(
		(route) =>
			route.method === method &&
			(route.path === path || (route.openPath === true && path.startsWith(`${route.path}/`))),
	);
}

export const isSyncPath = (path: string): boolean => path.startsWith('/v2/');
