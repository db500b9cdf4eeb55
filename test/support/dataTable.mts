import { type ExampleNode, example } from './examples.mts';
import type { ExampleServer } from './exampleServer.mts';

/** A row that says which media item a file is. */
export interface KeptFile {
	path: string;
	size: number;
	changed: string;
	sha256: string;
	mediaItemId: string;
	productUrl: string;
}

const node = (id: string, name: string) => example(`${id}.json`).nodes.find((each) => each.name === name);

/** The data table that an example's node "Make Table" creates. */
export class KeptTable {
	private readonly server: ExampleServer;
	private readonly example: string;
	private readonly name: string;
	private readonly columns: Array<{ name: string; type: string }>;

	constructor(server: ExampleServer, id: string) {
		const { tableName, columns } = (node(id, 'Make Table')?.parameters ?? {}) as {
			tableName: string;
			columns: { column: Array<{ name: string; type: string }> };
		};
		this.server = server;
		this.example = id;
		this.name = tableName;
		this.columns = columns.column;
	}

	/** On n8n 1.x: does by hand what the example's note says, because there the node cannot create a table. */
	async createByHand(): Promise<void> {
		const { editor } = this.server;
		const { id } = await editor.ask<{ id: string }>('POST', await this.tables(), { name: this.name, columns: this.columns });
		const { nodes, versionId } = await editor.ask<{ nodes: ExampleNode[]; versionId: string }>('GET', `/workflows/${this.example}`);
		const changed = nodes.map((each) => {
			if (each.name === 'Make Table') return { ...each, disabled: true };
			if (!each.type.endsWith('.dataTable')) return each;
			return { ...each, parameters: { ...each.parameters, dataTableId: { __rl: true, mode: 'list', value: id } } };
		});
		await editor.ask('PATCH', `/workflows/${this.example}`, { nodes: changed, versionId });
	}

	async rows(): Promise<KeptFile[]> {
		const { editor } = this.server;
		const tables = await this.tables();
		const { data } = await editor.ask<{ data: Array<{ id: string; name: string }> }>('GET', tables);
		const { id } = data.find(({ name }) => name === this.name) ?? {};
		if (id === undefined) return [];
		const rows: KeptFile[] = [];
		for (;;) {
			const page = await editor.ask<{ count: number; data: KeptFile[] }>('GET', `${tables}/${id}/rows?skip=${rows.length}&take=100`);
			rows.push(...page.data);
			if (rows.length >= page.count) return rows;
		}
	}

	private async tables(): Promise<string> {
		const { id } = await this.server.editor.ask<{ id: string }>('GET', '/projects/personal');
		return `/projects/${id}/data-tables`;
	}
}
