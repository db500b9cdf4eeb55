/**
 * State that is kept for each key, such as an account or an execution, for as long as n8n or the node holds the key.
 *
 * @param create called when the state of a key is first needed
 * @returns gives the state of a key
 */
export function stateByKey<K extends object, S extends object>(create: () => S): (key: K) => S {
	const states = new WeakMap<K, S>();
	return (key) => {
		const state = states.get(key) ?? create();
		states.set(key, state);
		return state;
	};
}
