/**
 * Paths of the fields set in a message, without values: `filters.dateFilter.dates.year`. For a list, the paths of all
 * entries; for a message without fields, its own name.
 */
export function fieldNames(message: object): string[] {
	const names = Object.entries(message).flatMap(([name, value]) => {
		const values: unknown[] = Array.isArray(value) ? value : [value];
		return values.flatMap((part) => {
			const inner = typeof part === 'object' && part !== null ? fieldNames(part) : [];
			return inner.length > 0 ? inner.map((each) => `${name}.${each}`) : [name];
		});
	});
	return [...new Set(names)];
}
