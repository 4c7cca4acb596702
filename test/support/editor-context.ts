/** n8n-core's own LoadOptionsContext, which n8n's editor gives to the methods that load lists. */
import 'reflect-metadata';

import { LoadOptionsContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	INodeParameters,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { LeadSquaredAsyncApi } from '../../credentials/LeadSquaredAsyncApi.credentials';
import { instanceData, OneCredential } from './engine';

/** `this` of such a method, as n8n makes it from what is in the editor. */
export function editorContext(
	nodeTypes: INodeTypes,
	type: string,
	credential: ICredentialDataDecryptedObject | undefined,
	parameters: INodeParameters,
): LoadOptionsContext {
	const workflow = new Workflow({
		id: 'w',
		nodes: [
			{
				id: '1',
				name: 'Subject',
				type,
				typeVersion: 1,
				position: [0, 0],
				parameters,
				...(credential && {
					credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } },
				}),
			},
		],
		connections: {},
		active: false,
		nodeTypes,
	});
	const subject = workflow.getNode('Subject');
	if (subject === null) throw new Error('the workflow has no node called Subject');
	const additionalData = {
		credentialsHelper: new OneCredential(new LeadSquaredAsyncApi(), credential ?? {}),
		currentNodeParameters: parameters,
		...instanceData,
	} as unknown as IWorkflowExecuteAdditionalData;
	return new LoadOptionsContext(workflow, subject, additionalData, '');
}
