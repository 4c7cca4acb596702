import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { credentialTest } from '../shared/editor/methods';
import { editorMethods } from './methods';
import { properties } from './properties';

export class LeadSquaredTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LeadSquared Trigger',
		name: 'leadSquaredTrigger',
		icon: {
			light: 'file:../../icons/leadSquaredTrigger.svg',
			dark: 'file:../../icons/leadSquaredTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["event"] }}',
		description: 'Starts the workflow when something happens in LeadSquared',
		defaults: { name: 'LeadSquared Trigger' },
		// Beside the node on the canvas while n8n listens for a test.
		eventTriggerDescription:
			'Make the change in LeadSquared. The event may come only after two minutes, which is how long n8n listens',
		usableAsTool: undefined,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'leadSquaredAsyncApi', required: true, testedBy: 'leadSquaredAsyncApiTest' },
		],
		// In this order: LeadSquared may call the address while the webhook is being created, and n8n registers one
		// entry after the other.
		webhooks: [
			{
				name: 'setup',
				httpMethod: 'HEAD,GET',
				responseMode: 'onReceived',
				path: 'webhook',
				ndvHideUrl: true,
				ndvHideMethod: true,
			},
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'webhook',
			},
		],
		triggerPanel: {
			header: '',
			executionsHelp: {
				inactive:
					'<b>While you build the workflow</b>, press <b>Execute step</b> and make the change in LeadSquared. LeadSquared groups events and may send them only after two minutes, which is how long n8n listens: if nothing comes, press again.<br /><br /><b>When the workflow is ready</b>, activate it. From then on every event starts it, and the executions are in the executions list. One call from LeadSquared may bring several events; they arrive as the items of one execution.',
				active:
					'<b>While you build the workflow</b>, press <b>Execute step</b> and make the change in LeadSquared. LeadSquared groups events and may send them only after two minutes, which is how long n8n listens: if nothing comes, press again. LeadSquared may refuse a second webhook for the same event while the workflow is active: then deactivate it first, or pin the data of an earlier execution.<br /><br /><b>The workflow is active</b>, so every event starts it, and the executions are in the executions list.',
			},
			activationHint:
				'Activate the workflow to have LeadSquared start it. The webhook in LeadSquared is created then, and deleted when you deactivate it.',
		},
		properties,
	};

	methods = { credentialTest, ...editorMethods };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const { webhooksExist } = await import('./hooks/register');
				return await webhooksExist(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				const { createWebhooks } = await import('./hooks/register');
				return await createWebhooks(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				const { deleteWebhooks } = await import('./hooks/register');
				return await deleteWebhooks(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { receive } = await import('./deliveries/receive');
		return await receive(this);
	}
}
