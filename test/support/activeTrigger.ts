import { PollContext } from 'n8n-core';
import type { IDataObject, INode, INodeExecutionData, Workflow } from 'n8n-workflow';
import type { Engine } from './engine';

/** The built trigger in n8n-core's real poll context, as an active workflow or a test in the editor has it. */
export class ActiveTrigger {
	private workflow: Workflow;
	private name = 'Google Photos';
	/** n8n makes it once, when the workflow is published */
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

	/** The workflow is published again, with what n8n has stored of it. @param name the node's from now on */
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
