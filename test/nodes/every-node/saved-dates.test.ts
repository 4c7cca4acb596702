/**
 * A date that an item holds becomes text when n8n saves the execution: for a Wait node, and for "Retry". In every way of
 * giving a value, that text goes out as the date does.
 */
import type {
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	INodeProperties,
} from 'n8n-workflow';

import { LeadSquaredAsync } from '../../../nodes/LeadSquaredAsync/LeadSquaredAsync.node';
import { LeadSquaredUpdateOpportunity } from '../../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import { askTool } from '../../support/ask-tool';
import { agent2 } from '../../support/callers';
import { credentialFor } from '../../support/credential';
import { typeOf } from '../../support/editor-methods';
import { DateTime } from '../../support/luxon';
import { automatic, mapped } from '../../support/mapper';
import { field, runNode, updateType } from '../../support/run-node';
import { itemFor, submitters, type Submitter } from '../../support/submitters';
import { useSandbox } from '../../support/use-sandbox';

const server = useSandbox();

const descriptions = {
	async: new LeadSquaredAsync().description,
	update: new LeadSquaredUpdateOpportunity().description,
};

/** A parameter that takes a value for LeadSquared. */
interface Place {
	/** `note`, or `options.relatedOpportunityId` in a collection. */
	path: string;
	property: INodeProperties;
}

/** Parameters of these types never hold a date. */
const otherTypes = new Set(['boolean', 'notice', 'number', 'options', 'resourceLocator']);

/** Parameters that never hold a date: IDs, addresses and numbers of telephones. */
const names = new Set([
	'additionalFields.CallSessionId',
	'additionalFields.DisplayNumber',
	'additionalFields.LeadId',
	'additionalFields.ResourceURL',
	'additionalFields.UserId',
	'callLogUrl',
	'callStatus',
	'destinationNumber',
	'leadId',
	'options.relatedOpportunityId',
	'sourceNumber',
]);

function placesOf({ type, parameters }: Submitter): Place[] {
	const { properties } = type === updateType ? descriptions.update : descriptions.async;
	const isShown = ({ displayOptions }: INodeProperties) =>
		['resource', 'operation'].every(
			(name) => displayOptions?.show?.[name]?.includes(String(parameters[name])) ?? true,
		);
	return properties.filter(isShown).flatMap((property) =>
		property.type === 'collection'
			? (property.options ?? []).map((option) => ({
					path: `${property.name}.${option.name}`,
					property: option as INodeProperties,
				}))
			: [{ path: property.name, property }],
	);
}

/** A field for a time and one for text of each kind of record, and what a call with mapped fields needs besides. */
interface Fields {
	time: string;
	text: string;
	more: Record<string, string>;
}

const ofLead: Fields = {
	time: 'mx_Call_On',
	text: 'mx_City',
	more: { EmailAddress: '={{ $json.email }}' },
};
const ofOpportunity: Fields = { time: 'mx_Custom_8', text: 'mx_Custom_1', more: {} };
const ofActivity: Fields = { time: 'mx_Custom_3', text: 'mx_Custom_1', more: {} };

function fieldsOf({ operation }: Submitter, { path }: Place): Fields {
	if (path.toLowerCase().includes('lead')) return ofLead;
	return operation.startsWith('opportunity') ? ofOpportunity : ofActivity;
}

interface Way {
	name: string;
	parameters: INodeParameters;
	/** Where the value becomes a part of a text, quotes around it would end that text. */
	isQuotable: boolean;
}

const value = '={{ $json.value }}';
const inCode = (given: string) => given.replace(/^=\{\{ | \}\}$/g, '');

/** By a name, how a value can be given in a parameter. */
function waysIn({ path, property }: Place, fields: Fields): Record<string, unknown> {
	const { time, text, more } = fields;
	const given = { ...more, [time]: value, [text]: value };
	const pairs = Object.entries(given).map(([name, one]) => [JSON.stringify(name), inCode(one)]);
	const object = `{ ${pairs.map(([name, one]) => `${name}: ${one}`).join(', ')} }`;
	const list = `[${pairs.map(([name, one]) => `{ SchemaName: ${name}, Value: ${one} }`).join(', ')}]`;
	const around = pairs.map(([name, one]) => `${name}: "{{ ${one} }}"`).join(', ');
	switch (property.type) {
		case 'resourceMapper':
			return {
				'field by field': mapped(given),
				'one expression': { ...mapped({}), value: `={{ ${object} }}` },
				'Map Automatically': automatic,
			};
		case 'fixedCollection':
			return { rows: { field: Object.entries(given).map(([name, one]) => field(name, one)) } };
		case 'json':
			return {
				'an object': `={{ ${object} }}`,
				'a text': `={{ JSON.stringify(${object}) }}`,
				...(path === asItIs ? {} : { 'a list': `={{ ${list} }}`, [insideText]: `={ ${around} }` }),
			};
		case 'string':
		case 'dateTime':
			return { 'a value': value };
		default:
			throw new Error(`a parameter of a new type: ${path}`);
	}
}

/** The body of a connector, whose form only the connector knows. */
const asItIs = 'callJson';

const insideText = 'an expression inside a text';

function waysOf(submitter: Submitter): Way[] {
	const places = placesOf(submitter).filter(
		({ path, property }) => !otherTypes.has(property.type) && !names.has(path),
	);
	return places.flatMap((place) => {
		const [name = '', part] = place.path.split('.');
		const shown = Object.entries(place.property.displayOptions?.show ?? {});
		return Object.entries(waysIn(place, fieldsOf(submitter, place))).map(([how, given]) => ({
			name: `${place.path}, ${how}`,
			isQuotable: place.path !== asItIs && how !== insideText,
			parameters: {
				...submitter.parameters,
				...(submitter.type === updateType ? { opportunityType: typeOf('12000') } : {}),
				...Object.fromEntries(shown.map(([key, values]) => [key, values?.[0]])),
				[name]: part === undefined ? given : { [part]: given },
			} as INodeParameters,
		}));
	});
}

const dates: Array<[string, unknown]> = [
	['Date', new Date('2026-09-16T06:43:44.000Z')],
	['DateTime', DateTime.fromISO('2026-09-16T06:43:44.000Z', { zone: 'Asia/Kolkata' })],
];

const columns = [ofLead, ofOpportunity, ofActivity].flatMap(({ time, text }) => [time, text]);

/** With the date in every column that a way may read. */
function itemWith(date: unknown): INodeExecutionData {
	const own = Object.fromEntries([...columns, 'value'].map((name) => [name, date]));
	return { json: { ...itemFor(1).json, ...own } as IDataObject };
}

describe.each(submitters)('$operation', (submitter) => {
	const { type } = submitter;
	const bodies = () => [...server.sandbox.requests.values()].map(({ body }) => body);

	async function sent(parameters: INodeParameters, date: unknown): Promise<unknown[]> {
		server.sandbox.reset();
		const setup = { type, parameters, credential: credentialFor(server.sandbox) };
		const { error } = await runNode(setup, [itemWith(date)]);
		expect([error?.message, error?.description]).toEqual([undefined, undefined]);
		return bodies();
	}

	/** The model gives each value that the parameters read. */
	async function sentByTool(parameters: INodeParameters, date: string): Promise<unknown[]> {
		server.sandbox.reset();
		// Of a mapper that maps automatically, the model knows no columns but those that something asks for.
		const asksFor = ['email', ...columns].map((name) => `{{ $json.${name} }}`).join(' ');
		const asked = JSON.stringify({
			...parameters,
			mappedFieldsHelp: `=${asksFor}`,
			mappedLeadFieldsHelp: `=${asksFor}`,
		}).replace(/\$json\.(\w+)/g, (_, name: string) => `$fromAI('${name}')`);
		const [answer] = await askTool(server.sandbox, agent2, [itemWith(date).json], {
			type,
			parameters: JSON.parse(asked) as INodeParameters,
			row: {},
		});
		expect(answer).toContain('RequestId');
		return bodies();
	}

	describe.each(waysOf(submitter))('$name', ({ parameters, isQuotable }) => {
		test.each(dates)('the text that n8n makes of a %s goes out as it does', async (_, date) => {
			const ofDate = await sent(parameters, date);
			expect(ofDate).toHaveLength(1);
			expect(JSON.stringify(ofDate)).toContain('2026-09-16');
			const text = String(JSON.parse(JSON.stringify(date)));
			expect(await sent(parameters, text)).toEqual(ofDate);
			expect(await sentByTool(parameters, text)).toEqual(ofDate);
			// Edit Fields puts quotes around it.
			if (isQuotable) expect(await sent(parameters, JSON.stringify(text))).toEqual(ofDate);
		});
	});
});

test('all ways in which a value reaches LeadSquared are known', () => {
	const found = submitters.flatMap((submitter) => placesOf(submitter));
	for (const name of names) expect(found.map(({ path }) => path)).toContain(name);
	const ways = submitters.flatMap((submitter) => waysOf(submitter));
	expect(ways.length).toBeGreaterThan(60);
});
