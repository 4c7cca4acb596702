import {
	UserError,
	type Icon,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IHttpRequestOptions,
	type INodeProperties,
} from 'n8n-workflow';

import { readAccount, regions } from '../nodes/shared/account/account';
import { keysFor } from '../nodes/shared/account/keys';
import { isMeantForAnother, noteSigned } from '../nodes/shared/account/signature';
import { apiKeysPath } from '../nodes/shared/properties/where-in-leadsquared';

const forCustomHosts = { show: { region: ['custom'] } };

export class LeadSquaredAsyncApi implements ICredentialType {
	name = 'leadSquaredAsyncApi';

	displayName = 'LeadSquared Async API';

	icon: Icon = {
		light: 'file:../icons/leadSquaredAsync.svg',
		dark: 'file:../icons/leadSquaredAsync.dark.svg',
	};

	documentationUrl =
		'https://github.com/leadsquared-async/n8n-nodes-leadsquared-async/blob/main/docs/start.md#2-enter-the-keys';

	properties: INodeProperties[] = [
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			default: 'in21',
			description: `The region of the account. LeadSquared shows its API host under ${apiKeysPath}.`,
			options: [
				...Object.entries(regions).map(([value, { name, apiHost }]) => ({
					name,
					value,
					description: apiHost,
				})),
				{
					name: 'Other (Custom Hosts)',
					value: 'custom',
					description: 'Enter both hosts as LeadSquared gave them to you',
				},
			],
		},
		{
			displayName: 'Async API Host',
			name: 'asyncHost',
			type: 'string',
			default: '',
			placeholder: 'e.g. asyncapi-id51.leadsquared.com',
			description: 'Host of the Asynchronous API, as LeadSquared gave it to you',
			required: true,
			displayOptions: forCustomHosts,
		},
		{
			displayName: 'API Host',
			name: 'apiHost',
			type: 'string',
			default: '',
			placeholder: 'e.g. api-id51.leadsquared.com',
			description: `Host of the API, as LeadSquared shows it under ${apiKeysPath}`,
			required: true,
			displayOptions: forCustomHosts,
		},
		{
			displayName: 'Access Key',
			name: 'accessKey',
			type: 'string',
			default: '',
			required: true,
			description: `In LeadSquared: ${apiKeysPath}`,
		},
		{
			displayName: 'Secret Key',
			name: 'secretKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: `In LeadSquared: ${apiKeysPath}`,
		},
		{
			displayName: 'x-api-key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'The key of the Asynchronous API. LeadSquared gives it to you together with the Async API host.',
			hint: 'Not one of the two keys above: LeadSquared gives it to you together with the Async API',
		},
		{
			displayName: 'Calls per 5 Seconds',
			name: 'callsPerWindow',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 25,
			description:
				"The account's limit: 25, 20 or 10 by plan. It is shared by every node, workflow and execution of this n8n process that uses the account.",
		},
	];

	/**
	 * Adds the keys that a call needs, and no others. Refuses addresses that are not the account's, and calls of a run that
	 * began with another account: its records are not in this one.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const account = readAccount(credentials);
		if (!account.ok) {
			const { parameter, reason } = account.problem;
			throw new UserError(`'${parameter}' of the LeadSquared credential ${reason}`);
		}
		const address = `${requestOptions.baseURL ?? ''}${requestOptions.url}`;
		const keys = URL.canParse(address)
			? keysFor(account.value, requestOptions.method ?? 'GET', new URL(address))
			: undefined;
		if (!keys) {
			throw new UserError(
				'This address is not on a host of the LeadSquared credential, so the keys were not sent',
			);
		}
		if (isMeantForAnother(requestOptions, account.value)) {
			throw new UserError(
				'The access key and the x-api-key of the LeadSquared credential were both changed while the node was running, as for another account',
			);
		}
		noteSigned(requestOptions, account.value);
		return {
			...requestOptions,
			headers: { ...requestOptions.headers, ...keys.headers },
			qs: { ...requestOptions.qs, ...keys.query },
		};
	}
}
