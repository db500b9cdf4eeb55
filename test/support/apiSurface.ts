/** The Library API as its discovery document describes it. */
interface Field {
	$ref?: string;
	items?: Field;
}

interface Discovery {
	schemas: Record<string, { properties: Record<string, Field> }>;
	resources: Record<
		string,
		{ methods: Record<string, { id: string; parameters: object; request?: { $ref: string } }> }
	>;
}

/**
 * Everything that can be sent to the methods of the emulator's discovery document.
 *
 * @returns by method (`mediaItems.search`) the names of its path and query parameters, and of the fields of its body
 *   down to the leaves (`filters.dateFilter.dates.year`)
 */
export async function apiSurface(): Promise<Map<string, string[]>> {
	const reply = await fetch('https://photoslibrary.googleapis.com/$discovery/rest?version=v1');
	const { schemas, resources } = (await reply.json()) as Discovery;
	const leaves = (schema: string): string[] =>
		Object.entries(schemas[schema].properties).flatMap(([name, field]) => {
			const inner = field.$ref ?? field.items?.$ref;
			return inner === undefined ? [name] : leaves(inner).map((leaf) => `${name}.${leaf}`);
		});
	const methods = Object.values(resources).flatMap((resource) => Object.values(resource.methods));
	return new Map(
		methods.map(({ id, parameters, request }) => [
			id.replace('photoslibrary.', ''),
			[...Object.keys(parameters), ...(request ? leaves(request.$ref) : [])],
		]),
	);
}
