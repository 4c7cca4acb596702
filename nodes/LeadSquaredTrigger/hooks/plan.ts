/**
 * The webhooks that an event needs, and the bodies that create them. Pure.
 *
 * https://apidocs.leadsquared.com/create-a-webhook/ shows the keys of an event in `WebhookProperties` only. A live
 * account wants them at the top of the body too, and has other numbers for opportunity events than the page.
 */
import type { JsonObject } from '../../shared/lib/json';
import { headerName } from '../labels';
import type { Settings } from '../settings';

/** One way to ask for the event. */
export interface Candidate {
	/** The number of the event. */
	number: string;
	/** LeadSquared's name of the event; undefined where any is right. */
	name?: string;
	/** The keys of the event, at the top of the body. */
	keys: JsonObject;
	properties: JsonObject;
	/** Whether to try it where LeadSquared says that the one before exists already. */
	evenIfTaken?: true;
}

/** One webhook: its candidates, in the order in which they are tried. */
export type Plan = [Candidate, ...Candidate[]];

const leadUpdated: Candidate = { number: '6', name: 'Lead_Post_Update', keys: {}, properties: {} };

export const stageField = 'ProspectStage';

export function plansFor(settings: Settings): Plan[] {
	return basicPlans(settings).map((plan) => withNumber(plan, settings.eventNumber));
}

function withNumber(plan: Plan, number: string): Plan {
	return number === '' ? plan : [{ ...plan[0], number }];
}

function basicPlans({ event, types, custom }: Settings): Plan[] {
	switch (event) {
		case 'activityCreated':
			return types.map((type) => [activity('2', 'LeadActivity_Post_Create', type)]);
		case 'activityUpdated':
			return types.map((type) => [activity('15', 'LeadActivity_Post_Update', type)]);
		case 'leadCreated':
			return [[{ number: '3', name: 'Lead_Post_Create', keys: {}, properties: {} }]];
		case 'leadUpdated':
			return [[leadUpdated]];
		case 'leadStageChanged': {
			const keys = { ChangedLeadField: stageField };
			return [
				[
					// Event 5, the documented one, was refused with every body that was tried.
					{ number: '26', name: 'Lead_Field_Change', keys, properties: keys },
					// The account takes one webhook for each field.
					{ ...leadUpdated, evenIfTaken: true },
				],
			];
		}
		case 'opportunityCreated':
			return [[opportunity('29', created, types), opportunity('31', created, types)]];
		case 'opportunityUpdated':
			return [[opportunity('30', updated, types), opportunity('32', updated, types)]];
		case 'custom':
			return [[custom]];
	}
}

const created = 'Opportunity_Post_Create';

const updated = 'Opportunity_Post_Update';

function activity(number: string, name: string, type: string): Candidate {
	const properties = { ActivityEvent: type, ActivityData: '[]', WebPageNames: '[]' };
	return { number, name, keys: { ActivityEvent: type }, properties };
}

function opportunity(number: string, name: string, types: string[]): Candidate {
	const keys = { OpportunityEvents: types };
	return { number, name, keys, properties: { ...keys, IsAsyncEnable: false } };
}

export interface Target {
	url: string;
	secret: string;
	workflowId: string;
	/** Of workflow and node, for whoever looks at the list in LeadSquared. */
	names: string;
}

/** Begins the description of every webhook of this package. */
const mark = 'n8n workflow ';

const longestDescription = 100;

function descriptionOf({ workflowId, names }: Target): string {
	return `${mark}${workflowId}: ${names}`.slice(0, longestDescription);
}

/** @param workflowId '' for every workflow */
export function isDescribed(description: string, workflowId: string): boolean {
	return description.startsWith(workflowId === '' ? mark : `${mark}${workflowId}:`);
}

export function bodyOf(candidate: Candidate, target: Target): JsonObject {
	const { url, secret } = target;
	const { number, keys, properties } = candidate;
	return {
		Description: descriptionOf(target),
		URL: url,
		Method: 'POST',
		ContentType: 'application/json',
		WebhookEvent: number,
		...keys,
		IsSpecificLandingPage: false,
		NotifyOnFailure: true,
		WebhookProperties: JSON.stringify(properties),
		CustomHeaders: [{ Key: headerName, Value: secret }],
	};
}

/** The names under which webhooks of these plans may be listed, those of numbers that mean another event included. */
export function possibleNames(plans: readonly Plan[]): string[] {
	const names = plans.flat().flatMap(({ name }) => (name === undefined ? [] : [name]));
	const others = names.flatMap((name) =>
		name === created
			? ['Opportunity_Post_Delete']
			: name === updated
				? ['OpportunityField_Post_Update']
				: [],
	);
	return [...new Set([...names, ...others])];
}

/** LeadSquared writes the same name with and without underscores. */
export function isSameName(a: string, b: string): boolean {
	const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
	return plain(a) === plain(b);
}
