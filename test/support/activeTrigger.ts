import { PollContext } from 'n8n-core';
import type { IDataObject, INode, INodeExecutionData, Workflow } from 'n8n-workflow';
import type { Engine } from './engine';

/** The built trigger in n8n-core's real poll context, as an active workflow or a test in the editor has it. */
export class ActiveTrigger {
	private readonly workflow: Workflow;

	constructor(
		private readonly engine: Engine,
		parameters: IDataObject,
	) {
		const type = 'n8n-nodes-google-photos-library.googlePhotosTrigger';
		this.workflow = engine.workflow(parameters, { node: { type } });
	}

	get staticData(): IDataObject {
		return this.workflow.getStaticData('node', this.node);
	}

	private get node(): INode {
		return this.workflow.getNode('Google Photos') as INode;
	}

	async poll(mode: 'manual' | 'trigger' = 'trigger'): Promise<INodeExecutionData[] | null> {
		const { workflow, node, engine } = this;
		const activation = mode === 'manual' ? 'manual' : 'activate';
		const context = new PollContext(workflow, node, engine.additionalData(mode), mode, activation);
		const { poll } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const result = (await poll?.call(context)) as INodeExecutionData[][] | null;
		return result && result[0];
	}
}
