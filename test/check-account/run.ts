/**
 * What a real LeadSquared account does, compared with what the nodes believe. Calls that only read, none that writes.
 *
 *   npm run check-account -- --keys keys.local.json
 */
import '../support/setup';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { isObject, parseJson } from '../../nodes/shared/lib/json';
import { redactor } from '../../nodes/shared/transport/redact';
import { fs, parseArgs, path, proc, root } from '../support/platform';
import { calmPace } from './account';
import { checkAccount } from './check';
import { reportOf, summaryOf, tableOf, type Versions } from './report';

const usage = `Options:
  --keys keys.local.json              the credential's fields, as in keys.example.json
  --request 7ba60ab0-…                the RequestID of a request that was sent earlier; optional
  --calls 5                           calls in 5 seconds at most; this is the default
  --report account-check.local.md     where the report goes; this is the default
`;

/** 0 is a check that ran to its end, whatever it found. */
const exitCodes = { badFile: 2, refused: 3, unreachable: 4 } as const;

const say = (line: string): void => void proc.stdout.write(`${line}\n`);

/** How many calls a check makes, more or less. */
const usualCalls = 60;

class UsageError extends Error {}

function readOptions(args: string[]) {
	const { values } = parseArgs({
		args,
		options: {
			keys: { type: 'string' },
			request: { type: 'string' },
			calls: { type: 'string', default: String(calmPace) },
			report: { type: 'string', default: 'account-check.local.md' },
		},
	});
	if (values.keys === undefined) throw new Error('Name the file with the keys: --keys');
	const calls = Number(values.calls);
	if (!Number.isInteger(calls) || calls < 1)
		throw new Error('--calls must be a whole number, at least 1');
	return { ...values, keys: values.keys, calls };
}

function explainUsage(error: unknown): never {
	throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
}

/** Nothing of a file that cannot be read is quoted: it has the keys in it. */
function readKeys(file: string): ICredentialDataDecryptedObject {
	if (!fs.existsSync(file)) throw new UsageError(`There is no file ${file}`);
	const parsed = parseJson(fs.readFileSync(file, 'utf8'));
	if (!parsed.ok || !isObject(parsed.value))
		throw new UsageError(`${file} is not a JSON object. See keys.example.json`);
	return parsed.value as ICredentialDataDecryptedObject;
}

function secretsIn(keys: ICredentialDataDecryptedObject): string[] {
	return [keys.accessKey, keys.secretKey, keys.apiKey].filter(
		// A shorter one is no key, and would hide parts of words.
		(key): key is string => typeof key === 'string' && key.length > 3,
	);
}

/** @returns the exit code */
async function main(): Promise<number> {
	const options = await Promise.resolve(proc.argv.slice(2)).then(readOptions).catch(explainUsage);
	const keys = readKeys(options.keys);
	const secrets = secretsIn(keys);
	const minutes = Math.ceil((usualCalls / options.calls) * (5 / 60));
	const sayRedacted = (line: string) => say(redactor(secrets)(line));
	sayRedacted(`Only calls that read, at most ${options.calls} in 5 seconds: about ${minutes} min.`);
	try {
		const outcome = await checkAccount(keys, {
			pace: options.calls,
			say: (line) => sayRedacted(`  ${line}`),
			...(options.request === undefined ? {} : { requestId: options.request }),
		});
		if (outcome.kind !== 'checked') {
			sayRedacted(`\n${outcome.message}`);
			return exitCodes[outcome.kind];
		}
		const { checked } = outcome;
		const manifest = fs.readFileSync(path.join(root, 'package.json'), 'utf8');
		const report = reportOf(checked, JSON.parse(manifest) as Versions, secrets);
		sayRedacted(`\n${tableOf(checked.findings)}\n\n${summaryOf(checked)}`);
		fs.writeFileSync(options.report, report);
		sayRedacted(`\nThe report for an issue is in ${options.report}.`);
		return 0;
	} catch (error) {
		// Nothing that n8n or Node says is trusted to be free of keys.
		sayRedacted(`\nThe check failed: ${error instanceof Error ? error.stack : String(error)}`);
		return 1;
	}
}

void main()
	.catch((error: unknown) => {
		if (!(error instanceof UsageError)) throw error;
		say(error.message);
		return exitCodes.badFile;
	})
	.then((code) => proc.exit(code));
