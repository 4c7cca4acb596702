/**
 * Time that jumps over what is only waited out, for tests on n8n's engine with real HTTP. All code of a test file, n8n's
 * and the mock LeadSquared server included, sees one clock. While anything is going on, it stands; when everything
 * waits, it jumps to the next timer. So no result depends on how fast the machine is.
 */
import { cancelLater, delay, http, later, soon } from './platform';
import { isTraffic, watchTraffic } from './traffic';

/** To be called at the top of a file, before what starts a server. */
export function useVirtualTime(): void {
	let running: Promise<void> | undefined;
	let ended = false;
	let ignoreTraffic = () => {};
	let ignoreHashing = () => {};
	let leaveTimeouts = () => {};
	beforeAll(() => {
		ignoreTraffic = watchTraffic();
		ignoreHashing = watchHashing();
		leaveTimeouts = takeTimeouts();
		jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
		running = run(() => ended);
	});
	afterAll(async () => {
		ended = true;
		await running;
		jest.useRealTimers();
		ignoreTraffic();
		ignoreHashing();
		leaveTimeouts();
	});
}

/** How many hashes are being computed: the one thing that our code and n8n's do outside of the event loop. */
let hashing = 0;

function watchHashing(): () => void {
	const { subtle } = crypto;
	const digest = subtle.digest.bind(subtle);
	hashing = 0;
	const watched = jest.spyOn(subtle, 'digest').mockImplementation(async (...given) => {
		hashing++;
		try {
			return await digest(...given);
		} finally {
			hashing--;
		}
	});
	return () => watched.mockRestore();
}

/**
 * The timeouts of HTTP clients. Node counts them on the machine's clock, and a busy machine would exceed them. Here they
 * count from the start of the call and not, as Node's, from the last activity: no answer in these tests takes long.
 */
function takeTimeouts(): () => void {
	const taken = jest.spyOn(http.ClientRequest.prototype, 'setTimeout').mockImplementation(function (
		this: http.ClientRequest,
		ms: number,
		act?: () => void,
	) {
		if (act !== undefined) this.once('timeout', act);
		if (ms > 0) {
			const timer = later(() => this.emit('timeout'), ms);
			this.once('close', () => cancelLater(timer));
		}
		return this;
	});
	return () => taken.mockRestore();
}

async function run(isOver: () => boolean): Promise<void> {
	while (!isOver()) {
		await untilAllWaits(isOver);
		const before = performance.now();
		// At once: Jest's asynchronous form lets other things begin before it advances.
		jest.advanceTimersToNextTimer();
		// A timer of Node takes a millisecond at least, one of Jest may take none: a wait for a fraction would never end.
		if (performance.now() === before && jest.getTimerCount() > 0) jest.advanceTimersByTime(1);
	}
}

/** A call that ends or a reply that is read takes some turns of the event loop until the next call or timer follows. */
const turns = 10;

async function untilAllWaits(isOver: () => boolean): Promise<void> {
	const isBusy = () => isTraffic() || hashing > 0;
	for (let quiet = 0; quiet < turns && !isOver(); quiet = isBusy() ? 0 : quiet + 1) {
		if (quiet === 0) await delay(1);
		await new Promise((resolve) => soon(resolve));
	}
}
