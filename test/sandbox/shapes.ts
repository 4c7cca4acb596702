import { isRecord } from './narrow';

/**
 * What the bodies of the submit calls must look like: "400: the body is not as specified (content
 * type, attribute names, structure)". A check returns the first problem as a sentence.
 */
export type ShapeCheck = (body: unknown) => string | undefined;

type Check = (value: unknown, at: string) => string | undefined;

const string: Check = (value, at) =>
	typeof value === 'string' ? undefined : `${at} must be a string`;

const filled: Check = (value, at) =>
	typeof value === 'string' && value !== '' ? undefined : `${at} must be a non-empty string`;

const integer: Check = (value, at) =>
	Number.isInteger(value) ? undefined : `${at} must be a number`;

/**
 * The list's entries; a custom field set nests its parts under Fields, see
 * https://apidocs.leadsquared.com/create-a-lead-and-activity-async/
 */
function pairs(...names: Array<'SchemaName' | 'Attribute'>): Check {
	return (value, at) => {
		if (!Array.isArray(value)) return `${at} must be an array`;
		for (const [index, entry] of value.entries()) {
			const here = `${at}[${index}]`;
			if (!isRecord(entry)) return `${here} must be an object`;
			const name = names.find((candidate) => candidate in entry) ?? names[0] ?? 'SchemaName';
			const problem =
				filled(entry[name], `${here}.${name}`) ??
				string(entry.Value, `${here}.Value`) ??
				(entry.Fields === undefined
					? undefined
					: pairs('SchemaName', 'Attribute')(entry.Fields, `${here}.Fields`));
			if (problem) return problem;
		}
		return undefined;
	};
}

const fields = pairs('SchemaName');
// Only the page of Create a Lead and Activity writes a field set of the activity with Attribute.
const fieldsOrAttributes = pairs('SchemaName', 'Attribute');
const attributes = pairs('Attribute');
const optional =
	(check: Check): Check =>
	(value, at) =>
		value === undefined ? undefined : check(value, at);

/** `closed`: attribute names beyond the table are refused, as the 400 row says. */
function object(table: Record<string, Check>, closed: boolean): Check {
	return (value, at) => {
		const where = at === '' ? 'The body' : at;
		if (!isRecord(value)) return `${where} must be an object`;
		const stranger = closed ? Object.keys(value).find((key) => !(key in table)) : undefined;
		if (stranger !== undefined) return `${where} has an unknown attribute '${stranger}'`;
		for (const [key, check] of Object.entries(table)) {
			const problem = check(value[key], at === '' ? key : `${at}.${key}`);
			if (problem) return problem;
		}
		return undefined;
	};
}

/**
 * "At least one unique lead field; the SearchBy attribute is mandatory":
 * https://apidocs.leadsquared.com/capture-opportunities-async/
 */
const leadDetailsWithSearchBy: Check = (value, at) => {
	const problem = attributes(value, at);
	if (problem || !Array.isArray(value)) return problem;
	const names = value.map((entry) => (isRecord(entry) ? entry.Attribute : undefined));
	if (!names.includes('SearchBy')) return `${at} needs the attribute SearchBy`;
	return names.length > 1 ? undefined : `${at} needs a unique lead field`;
};

const whole =
	(check: Check): ShapeCheck =>
	(body) =>
		check(body, '');

// Fields may be empty but not missing: without them the wrapped call fails with
// ArgumentNullException("source") (REFERENCE.md, 11).
export const opportunityUpdate = whole(
	object(
		{ ProspectOpportunityId: filled, OpportunityNote: optional(string), Fields: fields },
		true,
	),
);

// The inner object has undocumented flags (REFERENCE.md, 15), so it is left open.
export const opportunityCapture = whole(
	object(
		{
			LeadDetails: leadDetailsWithSearchBy,
			Opportunity: object(
				{
					OpportunityEventCode: integer,
					OpportunityNote: optional(string),
					OpportunityDateTime: optional(string),
					Fields: optional(fields),
				},
				false,
			),
		},
		true,
	),
);

export const leadAttributes: ShapeCheck = (body) => {
	const problem = attributes(body, 'The body');
	if (problem || !Array.isArray(body)) return problem;
	return body.length > 0 ? undefined : 'The body must not be empty';
};

export const activityCreate = whole(
	object(
		{
			RelatedProspectId: filled,
			ActivityEvent: integer,
			ActivityNote: optional(string),
			ActivityDateTime: optional(string),
			Fields: optional(fields),
		},
		false,
	),
);

export const activityCreateCustom = whole(
	object(
		{
			LeadDetails: leadDetailsWithSearchBy,
			Activity: object(
				{
					ActivityEvent: integer,
					ActivityNote: optional(string),
					ActivityDateTime: optional(string),
					Fields: optional(fieldsOrAttributes),
				},
				false,
			),
		},
		true,
	),
);

/** The attributes differ between connectors, so any object will do. */
export const callLog = whole(object({}, false));
