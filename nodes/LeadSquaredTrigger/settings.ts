/** What the user set in the node, checked. */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isObject, parseJson, pickText, type JsonObject } from '../shared/lib/json';
import { readTypeCode } from '../shared/metadata/record-types';
import { badInput } from '../shared/problems/bad-input';
import { quoted } from '../shared/problems/quote';
import { allOk, ok, type Result } from '../shared/problems/result';
import { activityTypesPath, opportunityTypesPath } from '../shared/properties/where-in-leadsquared';
import { clientOptions } from '../shared/run/options';
import { describeParameters, parameterOf, type ParameterContext } from '../shared/run/parameters';
import { evaluated } from '../shared/run/read-items';
import type { ClientOptions } from '../shared/transport/call';
import {
	activityEvents,
	activityTypesLabel,
	customKeysLabel,
	customNumberLabel,
	customPropertiesLabel,
	opportunityEvents,
	opportunityTypesLabel,
	secretLabel,
	type EventName,
} from './labels';
import { properties } from './properties';

export interface CustomEvent {
	number: string;
	/** Beside the number, at the top of the body. */
	keys: JsonObject;
	properties: JsonObject;
}

export interface Settings {
	registration: 'automatic' | 'byHand';
	/** The user's own, for registration by hand; otherwise ''. */
	secret: string;
	event: EventName;
	/** Event codes of the types of activity or opportunity; none for other events. */
	types: string[];
	/** Schema names; none for every change. */
	onlyFields: string[];
	custom: CustomEvent;
	fetchRecord: boolean;
	/** IDs, emails or names of users. */
	ignoreChangesBy: string[];
	/** Overrides the numbers that are tried; '' for none. */
	eventNumber: string;
	includeRaw: boolean;
	client: ClientOptions;
}

export type TriggerContext = IHookFunctions | IWebhookFunctions;

export function readSettings(context: TriggerContext): Result<Settings> {
	return evaluated(() => settingsOf(parameterReader(context)));
}

type Read = (name: string) => unknown;

/** A trigger has no items, so its contexts take the parameter's name alone. */
function parameterReader(context: TriggerContext): Read {
	const adapted = {
		getNode: () => context.getNode(),
		getNodeParameter: (name: string, _item: number, fallback?: unknown, options?: object) =>
			context.getNodeParameter(name, fallback, options),
		// n8n has it in hooks too, but not in their type.
		evaluateExpression: (expression: string) =>
			(context as IWebhookFunctions).evaluateExpression(expression),
	} as unknown as ParameterContext;
	describeParameters(adapted, properties);
	return (name) => parameterOf(adapted, 0, name);
}

function settingsOf(read: Read): Result<Settings> {
	const registration = read('registration') === 'byHand' ? 'byHand' : 'automatic';
	const event = read('event') as EventName;
	const given = read('triggerOptions');
	const options = isObject(given) ? given : {};
	const checked = allOk({
		secret: secretOf(registration, read),
		types: typesOf(event, read),
		custom: customOf(event, read),
	});
	if (!checked.ok) return checked;
	return ok({
		...checked.value,
		registration,
		event,
		onlyFields: event === 'leadUpdated' ? listOf(read('onlyWhenFields')) : [],
		fetchRecord: event !== 'custom' && read('fetchRecord') === true,
		ignoreChangesBy: listOf(read('ignoreChangesBy')),
		eventNumber: pickText(options, 'eventNumber').trim(),
		includeRaw: options.includeRaw === true,
		client: {
			...clientOptions({ timeout: Number(options.timeout) }),
			// While n8n activates the workflow, somebody waits.
			maxAttempts: 3,
		},
	});
}

function secretOf(registration: Settings['registration'], read: Read): Result<string> {
	if (registration === 'automatic') return ok('');
	const secret = textOf(read('secret'));
	return secret === ''
		? badInput(
				secretLabel,
				'is empty',
				'Enter a long random text, and the same text in LeadSquared as the value of the header',
			)
		: ok(secret);
}

function typesOf(event: EventName, read: Read): Result<string[]> {
	if (activityEvents.includes(event)) {
		return codesOf(read('activityTypes'), activityTypesLabel, activityTypesPath);
	}
	if (opportunityEvents.includes(event)) {
		return codesOf(read('opportunityTypes'), opportunityTypesLabel, opportunityTypesPath);
	}
	return ok([]);
}

function codesOf(parameter: unknown, label: string, path: string): Result<string[]> {
	const hint = `Choose from the list, or enter event codes (digits only). To find them, open ${path} in LeadSquared and see the column Code`;
	const given = listOf(parameter);
	if (given.length === 0) return badInput(label, 'is empty', hint);
	const wrong = given.find((code) => readTypeCode(code) === undefined);
	return wrong === undefined
		? ok(given)
		: badInput(label, `holds ${quoted(wrong)}, which is not an event code`, hint);
}

function customOf(event: EventName, read: Read): Result<CustomEvent> {
	if (event !== 'custom') return ok({ number: '', keys: {}, properties: {} });
	const number = textOf(read('customEvent'));
	if (!/^\d+$/.test(number)) {
		return badInput(
			customNumberLabel,
			number === '' ? 'is empty' : `must be a number; ${quoted(number)} is not`,
			"Enter the number from LeadSquared's page Create a Webhook",
		);
	}
	const keys = objectOf(read('customKeys'), customKeysLabel);
	if (!keys.ok) return keys;
	const own = objectOf(read('customProperties'), customPropertiesLabel);
	return own.ok ? ok({ number, keys: keys.value, properties: own.value }) : own;
}

function objectOf(parameter: unknown, label: string): Result<JsonObject> {
	const parsed =
		typeof parameter === 'string' && parameter.trim() !== ''
			? parseJson(parameter)
			: { ok: true as const, value: parameter ?? {} };
	return parsed.ok && isObject(parsed.value)
		? ok(parsed.value)
		: badInput(label, 'is not a JSON object', 'Write it as { "key": "value" }');
}

/** An expression may give one value, or several with commas between them. */
function listOf(parameter: unknown): string[] {
	const parts: unknown[] = Array.isArray(parameter) ? parameter : [parameter];
	const texts = parts.flatMap((part) => textOf(part).split(','));
	return [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))];
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
