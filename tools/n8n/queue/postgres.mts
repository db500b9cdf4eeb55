import { execFile, execFileSync } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../free-port.mts';
import { startProgram } from '../program.mts';

const run = promisify(execFile);

/** Name of n8n's database user and database, which are reachable from this machine only. */
const name = 'n8n';

/** A dedicated PostgreSQL server. */
export interface Postgres {
	/** n8n's settings for this database. */
	environment: Record<string, string>;
	/** Runs an SQL query. @returns the rows, each a list of values as text */
	ask(sql: string): Promise<string[][]>;
	/** Stops the server and deletes its data. */
	remove(): Promise<void>;
}

/**
 * Starts Debian's PostgreSQL with its data in a temporary folder. fsync is off, because the data is temporary.
 * @throws Error if it is not installed (`apt-get install postgresql`)
 */
export async function startPostgres(): Promise<Postgres> {
	const programs = await folderOfPrograms();
	const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
	const owner = serverUser();
	if (owner) await chown(folder, owner.uid, owner.gid);
	const data = join(folder, 'data');
	const initialise = ['-D', data, '-U', name, '--auth=trust', '--encoding=UTF8', '--no-sync'];
	await run(join(programs, 'initdb'), initialise, { ...owner, cwd: folder });

	const port = String(await freePort());
	const address = ['-h', '127.0.0.1', '-p', port, '-U', name];
	const settings = {
		listen_addresses: '127.0.0.1',
		unix_socket_directories: '',
		fsync: 'off',
		synchronous_commit: 'off',
		full_page_writes: 'off',
	};
	const program = await startProgram({
		name: 'PostgreSQL',
		command: join(programs, 'postgres'),
		args: ['-D', data, '-p', port, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
		spawnOptions: { ...owner, cwd: folder },
		isReady: async () => await run(join(programs, 'pg_isready'), address).then(() => true, () => false),
		timeout: 30_000,
	});
	await run(join(programs, 'createdb'), [...address, name]);
	return {
		environment: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: port,
			DB_POSTGRESDB_DATABASE: name,
			DB_POSTGRESDB_USER: name,
		},
		async ask(sql) {
			const options = [...address, '-d', name, '--no-align', '--tuples-only', '--field-separator=\t', '-c', sql];
			const { stdout } = await run(join(programs, 'psql'), options);
			return stdout.split('\n').filter(Boolean).map((line) => line.split('\t'));
		},
		async remove() {
			await program.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** Debian installs the server's programs in one folder for each version, outside of PATH. */
async function folderOfPrograms(): Promise<string> {
	const versions = '/usr/lib/postgresql';
	const installed = existsSync(versions) ? await readdir(versions) : [];
	const newest = installed.filter((version) => existsSync(join(versions, version, 'bin', 'postgres')))
		.sort((a, b) => Number(a) - Number(b))
		.at(-1);
	if (newest === undefined) throw new Error('There is no PostgreSQL here: apt-get install postgresql');
	return join(versions, newest, 'bin');
}

/** PostgreSQL refuses to run as root: Debian's user `postgres` runs it then. */
function serverUser(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}
