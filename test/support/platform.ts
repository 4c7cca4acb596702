/* eslint-disable @n8n/community-nodes/no-restricted-globals --
   n8n forbids Node's own modules, timers and process in nodes. Tests and tools need them,
   and take them from this one file, so that the exception is in one place. */
export { Buffer } from 'node:buffer';
export { spawn, spawnSync, execFileSync } from 'node:child_process';
export type { ChildProcess } from 'node:child_process';
export { randomUUID } from 'node:crypto';
export { default as diagnostics } from 'node:diagnostics_channel';
export { once } from 'node:events';
export * as fs from 'node:fs';
export * as http from 'node:http';
export * as net from 'node:net';
export type { AddressInfo, Socket } from 'node:net';
export * as os from 'node:os';
export { default as path } from 'node:path';
export { inspect, parseArgs } from 'node:util';
export { setTimeout as delay } from 'node:timers/promises';
export { default as v8 } from 'node:v8';
export { default as vm } from 'node:vm';

export const proc = process;
/** Defined only under `--expose-gc`. */
export const collectGarbage: (() => void) | undefined = globalThis.gc;
/** Looked up anew each time: under virtual time, they are others. */
export const later = (act: () => void, ms: number) => setTimeout(act, ms);
export const cancelLater = (timer: ReturnType<typeof setTimeout>) => clearTimeout(timer);
export const soon = setImmediate;
/** The repository's root folder. */
export const root = process.cwd();
/** Arguments of Node to run TypeScript in one process. The command `tsx` is a second one, and passes signals on late. */
export const runTypeScript = ['--import', `${root}/node_modules/tsx/dist/loader.mjs`];
