import { PollContext } from 'n8n-core';
import type { IDataObject, INode, INodeExecutionData, Workflow } from 'n8n-workflow';
import type { Engine } from './engine';

/** The built trigger in n8n-core's poll context, in a published workflow or in a manual test. */
export class ActiveTrigger {
	private workflow: Workflow;
	private name = 'Google Photos';
	/** n8n creates it once, when the workflow is published. */
	private context?: PollContext;

	constructor(
		private readonly engine: Engine,
		private readonly parameters: IDataObject,
	) {
		this.workflow = this.workflowWith({});
	}

	private workflowWith(staticData: IDataObject): Workflow {
		const type = 'n8n-nodes-google-photos-library.googlePhotosTrigger';
		const workflow = this.engine.workflow(this.parameters, { node: { type, name: this.name } });
		Object.assign(workflow.staticData, staticData);
		return workflow;
	}

	get staticData(): IDataObject {
		return this.workflow.getStaticData('node', this.node);
	}

	private get node(): INode {
		return this.workflow.getNode(this.name) as INode;
	}

	/** Publishes the workflow again with its stored static data. @param name new name of the node */
	publishAgain(name = this.name): void {
		const stored = JSON.parse(JSON.stringify(this.workflow.staticData)) as IDataObject;
		this.name = name;
		this.workflow = this.workflowWith(stored);
		this.context = undefined;
	}

	async poll(mode: 'manual' | 'trigger' = 'trigger'): Promise<INodeExecutionData[] | null> {
		const { workflow, node, engine } = this;
		const newContext = () =>
			new PollContext(workflow, node, engine.additionalData(mode), mode, mode === 'manual' ? 'manual' : 'activate');
		const context = mode === 'manual' ? newContext() : (this.context ??= newContext());
		const { poll } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const result = (await poll?.call(context)) as INodeExecutionData[][] | null;
		return result && result[0];
	}
}
