/** Results of the executions of an n8n in queue mode, from its database. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Postgres } from '../../tools/n8n/queue/postgres.mts';

/** Id of the last execution so far. */
export async function lastExecution(database: Postgres): Promise<number> {
	const [row] = await database.ask('select coalesce(max(id), 0) from execution_entity');
	return Number(row?.[0]);
}

/** Number of executions after that id, by status. */
export async function executionsAfter(database: Postgres, last: number): Promise<Record<string, number>> {
	const rows = await database.ask(
		`select status, count(*) from execution_entity where id > ${last} group by status`,
	);
	return Object.fromEntries(rows.map(([status, count]) => [status, Number(count)]));
}

/** Waits until `count` executions after that id have ended. @returns their number by status */
export async function ended(
	database: Postgres,
	last: number,
	count: number,
	seconds: number,
): Promise<Record<string, number>> {
	const deadline = Date.now() + seconds * 1000;
	for (;;) {
		const all = await executionsAfter(database, last);
		const { new: _fresh, running: _running, waiting: _waiting, ...over } = all;
		if (Object.values(over).reduce((sum, one) => sum + one, 0) >= count) return over;
		if (Date.now() > deadline) throw new Error(`Not ended in ${seconds} s: ${JSON.stringify(all)}`);
		await wait(300);
	}
}

/**
 * SHA-256 of each file named in the data of successful executions after that id, without duplicates, and n8n's own
 * 64-digit hex tokens.
 */
export async function hashesOfSuccess(database: Postgres, last: number): Promise<string[]> {
	const rows = await database.ask(
		`select distinct found[1] from execution_entity e join execution_data d on d."executionId" = e.id,
		regexp_matches(d.data, '"([0-9a-f]{64})"', 'g') found where e.status = 'success' and e.id > ${last}`,
	);
	return rows.map(([hash]) => hash ?? '');
}
