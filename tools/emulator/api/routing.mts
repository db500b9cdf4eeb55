import { methods, removedMethods } from './library-methods.mts';
import type { ApiMethod } from './api-call.mts';

export interface Route {
	method: ApiMethod;
	/** Path parameters by name. */
	pathParameters: Record<string, string>;
}

/** Turns `v1/albums/{albumId}:addEnrichment` into a pattern with one group for each parameter. */
function patternOf(flatPath: string): RegExp {
	return new RegExp(`^/${flatPath.replace(/\{(\w+)\}/g, '(?<$1>[^/:]+)')}$`);
}

const removed = removedMethods.map((method) => ({
	...method,
	pattern: patternOf(method.flatPath),
}));

/** Finds the method that a request calls. @param path decoded */
export type Router = (httpMethod: string, path: string) => Route | undefined;

export function routerOf(all: readonly ApiMethod[]): Router {
	const routes = all.map((method) => ({ method, pattern: patternOf(method.flatPath) }));
	return (httpMethod, path) => {
		for (const { method, pattern } of routes) {
			if (method.httpMethod !== httpMethod) continue;
			const groups = pattern.exec(path);
			if (groups) return { method, pathParameters: { ...groups.groups } };
		}
		return undefined;
	};
}

/** The routes of the Library API. */
export const routeOf = routerOf(methods);

/** Whether the request calls a method that Google has removed. */
export function isRemoved(httpMethod: string, path: string): boolean {
	return removed.some((method) => method.httpMethod === httpMethod && method.pattern.test(path));
}
