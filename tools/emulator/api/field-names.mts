/**
 * The names of the fields that a message sets, without their values: `filters.dateFilter.dates.year`. A list
 * has the names of all its entries; a message without fields has its own.
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
