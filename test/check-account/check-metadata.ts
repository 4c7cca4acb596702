/** Types, fields and users: whether the readers of the package know every shape that comes. */
import {
	isObject,
	parseEmbedded,
	pick,
	pickText,
	type JsonObject,
} from '../../nodes/shared/lib/json';
import { fieldKindOf } from '../../nodes/shared/metadata/field-kinds';
import type { FieldCatalog } from '../../nodes/shared/metadata/field-catalog';
import type { FieldSource } from '../../nodes/shared/metadata/field-source';
import {
	loadActivityTypes,
	loadFields,
	loadOpportunityTypes,
	loadUsers,
} from '../../nodes/shared/metadata/load-metadata';
import type { RecordType } from '../../nodes/shared/metadata/record-types';
import type { AccountUnderTest, Answer } from './account';
import { verdictOf } from './account';
import { throwIfElsewhere } from './check-keys';
import { found, notSeen, type Finding } from './finding';
import { apiNames, shapeOf } from './words';

/** Enough to meet every kind of field, without asking for all types of a large account. */
const mostTypes = 5;

export interface Metadata {
	findings: Finding[];
	opportunityTypes: readonly RecordType[];
	activityTypes: readonly RecordType[];
	leadFields: FieldCatalog;
}

export async function checkMetadata(account: AccountUnderTest): Promise<Metadata> {
	const { client } = account;
	const types = await account.load(
		'Get Opportunity Types',
		async () => await loadOpportunityTypes(client, 0),
	);
	throwIfElsewhere(types);
	const events = await account.load(
		'Get Activity Types',
		async () => await loadActivityTypes(client, 0),
	);
	const opportunityTypes = types.value ?? [];
	const activityTypes = events.value ?? [];

	const seen = new FieldShapes();
	for (const { code } of opportunityTypes.slice(0, mostTypes)) {
		seen.add(await fieldsOf(account, { kind: 'opportunity', code }));
	}
	for (const { code } of activityTypes.slice(0, mostTypes)) {
		seen.add(await fieldsOf(account, { kind: 'activity', code }));
	}
	const lead = await fieldsOf(account, { kind: 'lead' });
	seen.add(lead);
	const users = await account.load('Get Users', async () => await loadUsers(client, 0));
	return {
		findings: [
			typesFinding('opportunity', types),
			codesFinding(types),
			typesFinding('activity', events),
			...seen.findings(),
			usersFinding(users),
		],
		opportunityTypes,
		activityTypes,
		leadFields: lead.value ?? [],
	};
}

async function fieldsOf(
	account: AccountUnderTest,
	source: FieldSource,
): Promise<Answer<FieldCatalog>> {
	const label = {
		opportunity: 'Get Opportunity Type Metadata',
		activity: 'Get Activity Type Details',
		lead: 'Get Lead Metadata',
	}[source.kind];
	return await account.load(label, async () => await loadFields(account.client, source, 0));
}

function typesFinding(kind: string, answer: Answer<readonly RecordType[]>): Finding {
	const question = {
		name: `${kind}Types`,
		subject: `${kind === 'activity' ? 'Activity' : 'Opportunity'} types`,
		believed: 'can be read',
	};
	if (answer.value === undefined) return found(question, { seen: verdictOf(answer) });
	const note = `${countOf(answer.value.length)} types. An entry: ${shapeOf(entriesOf(answer)[0])}`;
	return found(question, { seen: 'can be read', note });
}

function usersFinding(answer: Answer<readonly unknown[]>): Finding {
	const question = { name: 'users', subject: 'Users', believed: 'can be read' };
	if (answer.value === undefined) return found(question, { seen: verdictOf(answer) });
	const note = `${countOf(answer.value.length)}. An entry: ${shapeOf(entriesOf(answer)[0])}`;
	return found(question, { seen: 'can be read', note });
}

/** Only the order of magnitude. */
function countOf(count: number): string {
	const bounds = [10, 100, 1_000, 10_000];
	if (count < 2) return String(count);
	const above = bounds.find((bound) => count < bound);
	return above === undefined ? 'more than 10,000' : `fewer than ${above.toLocaleString('en')}`;
}

function entriesOf({ exchange }: Answer<unknown>): JsonObject[] {
	const body = exchange?.body;
	const list = isObject(body)
		? (pick(body, 'List') ?? Object.values(body).find(Array.isArray))
		: body;
	return Array.isArray(list) ? list.filter(isObject) : [];
}

function codesFinding(answer: Answer<readonly RecordType[]>): Finding {
	const question = {
		name: 'opportunityCodes',
		subject: 'Event codes of the types',
		believed: 'number or text',
	};
	const [first] = entriesOf(answer);
	const code = first === undefined ? undefined : pick(first, 'EventCode');
	if (code === undefined) return notSeen(question, 'the list has no entry with an event code');
	const seen = typeof code === 'string' ? 'text' : typeof code;
	return found(question, { seen, differs: !['text', 'number'].includes(seen) });
}

/** Types that are text to the nodes because they are. */
const texts = new Set(['string', 'text', 'textarea', 'multilinetext']);

/** Keys of a field that some page or report names. */
const knownKeys = new Set(
	[
		...[
			'SchemaName',
			'InternalName',
			'DisplayName',
			'Value',
			'DataType',
			'IsMandatory',
			'ShowInForm',
		],
		...['Sequence', 'ParentField', 'OptionSet', 'DependentOptionSet', 'IsDefault', 'IsReadOnly'],
		...['RenderType', 'IsMultiSelectDropdown', 'IncludeOthersOption', 'IsOthersValue'],
		...[
			'BehaviorOnMissingDropdownOption',
			'InternalSchemaName',
			'CustomObjectType',
			'MaxFieldLength',
		],
		...[
			'ExportAsPlainText',
			'StringRenderType',
			'IsViewRestrictedField',
			'IsSortable',
			'IsEncrypted',
		],
		...['DisplayValue', 'IsMasked', 'IsDerived', 'MaxLength', 'RenderTypeTextValue', 'IsUnique'],
		...[
			'IsLeadIdentifier',
			'Options',
			'DefaultValue',
			'CreatedOn',
			'AllowMultiple',
			'LockAfterCreate',
		],
	].map((key) => key.toLowerCase()),
);

class FieldShapes {
	private asked = 0;
	private refused: string[] = [];
	private readonly kinds = new Set<string>();
	private readonly keys = new Set<string>();
	private unreadable = 0;
	private dependent: string | undefined;
	private withoutOptions = 0;

	add(answer: Answer<FieldCatalog>): void {
		this.asked++;
		if (answer.value === undefined) this.refused.push(verdictOf(answer));
		const body = answer.exchange?.body;
		const list = isObject(body) ? pick(body, 'Fields') : body;
		for (const entry of Array.isArray(list) ? list.filter(isObject) : []) this.look(entry);
	}

	private look(entry: JsonObject): void {
		const dataType = pickText(entry, 'DataType');
		const kind = fieldKindOf(dataType, false);
		if (kind === 'text' && dataType !== '' && !texts.has(dataType.toLowerCase())) {
			this.kinds.add(dataType);
		}
		for (const key of Object.keys(entry)) if (!knownKeys.has(key.toLowerCase())) this.keys.add(key);
		const options = pickText(entry, 'OptionSet');
		const isBroken = options !== '' && !Array.isArray(parseEmbedded(options));
		if (isBroken) this.unreadable++;
		const dependent = pick(entry, 'DependentOptionSet');
		if (this.dependent === undefined && dependent !== '' && dependent !== null) {
			const shape = parseEmbedded(dependent);
			if (typeof shape === 'object' && shape !== null) this.dependent = shapeOf(shape);
		}
		const isDropdown = kind === 'dropdown' || kind === 'multiSelect';
		if (isDropdown && 'OptionSet' in entry && options === '' && this.dependentIsEmpty(entry)) {
			this.withoutOptions++;
		}
	}

	private dependentIsEmpty(entry: JsonObject): boolean {
		return ['', undefined, null].includes(pick(entry, 'DependentOptionSet') as string | null);
	}

	findings(): Finding[] {
		const nothing = 'none';
		const named = (names: Iterable<string>) => apiNames(names).join(', ') || nothing;
		return [
			found(
				{ name: 'fields', subject: 'Fields', believed: 'can be read' },
				{ seen: this.refused[0] ?? 'can be read', note: `${this.asked} lists of fields were read` },
			),
			found(
				{
					name: 'dataTypes',
					subject: 'Data types taken for text',
					believed: nothing,
				},
				{ seen: named(this.kinds) },
			),
			found(
				{
					name: 'fieldKeys',
					subject: 'Unknown attributes of fields',
					believed: nothing,
				},
				{ seen: named(this.keys) },
			),
			found(
				{ name: 'optionSets', subject: 'Unreadable option sets', believed: nothing },
				{ seen: this.unreadable === 0 ? nothing : String(this.unreadable) },
			),
			found(
				{ name: 'dropdowns', subject: 'Drop-downs without options', believed: 'some' },
				{
					seen: this.withoutOptions === 0 ? nothing : String(this.withoutOptions),
					differs: false,
					note: 'Their fields take any text',
				},
			),
			this.dependent === undefined
				? notSeen(
						{ name: 'dependent', subject: 'Dependent options', believed: 'not known' },
						'no field that was read has them',
					)
				: found(
						{ name: 'dependent', subject: 'Dependent options', believed: 'not known' },
						{ seen: this.dependent, differs: false },
					),
		];
	}
}
