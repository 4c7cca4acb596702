import { v8, vm } from './platform';

/** Collects all garbage, also in a process that was not started with `--expose-gc`. */
export function collectAll(): void {
	v8.setFlagsFromString('--expose-gc');
	(vm.runInNewContext('gc') as () => void)();
}
