import type { EmulatedAccount } from '../../emulator/control-client.mts';
import type { Switches } from '../../emulator/accounts/switches.mts';
import { type Delivery, numberedPictures } from '../../../test/support/queueLoad.mts';
import { hashesOf, QueueStage } from '../../../test/support/queueStage.mts';
import { bars } from '../report/bars.mts';
import { seconds } from '../report/numbers.mts';
import { atLeast, exactly, type Section } from '../report/section.mts';
import { distance, say, type Stage } from '../stage.mts';

/** A number of executions that start together. */
interface Load {
	name: string;
	accounts: number;
	count: number;
	/** Pictures in each execution. */
	each: number;
	switches: Partial<Switches>;
	/** Worker setups to run it with, one after the other. */
	crews: Crew[];
}

/** A number of workers with the same number of concurrent executions. */
interface Crew {
	workers: number;
	places: number;
}

interface Run {
	load: Load;
	crew: Crew;
	accounts: EmulatedAccount[];
	seconds: number;
	/** Pictures that are missing in a library, or in it more than once. */
	wrong: number;
	/** Requests that Google rejected because two processes wrote to an account at the same time. */
	refused: number;
}

/** With five places one worker does not process all ten accounts at once, so a second one can help. */
const single: Crew = { workers: 1, places: 5 };
const double: Crew = { workers: 2, places: 5 };
const roomy: Crew = { workers: 1, places: 50 };

const nameOf = ({ workers, places }: Crew) => `${workers} × ${places}`;

/** n8n in queue mode with one worker, with two, and with one that has many places. */
export async function queue(stage: Stage): Promise<Section> {
	const { control, environment } = stage.emulator;
	const small = (count: number) => (stage.quick ? Math.ceil(count / 10) : count);
	const far = { each: 1, switches: distance, crews: [single, double, roomy] };
	const near = { switches: {}, crews: [double] };
	const one: Load = { ...far, name: 'one account', accounts: 1, count: small(200) };
	const ten: Load = { ...far, name: 'ten accounts', accounts: 10, count: small(200) };
	// Shows what a second worker gains when Google does not limit concurrent writes.
	const lenient: Load = {
		...ten,
		crews: [single, double],
		name: 'ten accounts, writes at once not refused',
		switches: { ...distance, concurrentWrites: 'allow' },
	};
	const together: Load[] = [
		{ ...near, name: 'near, one account', accounts: 1, count: small(2000), each: 1 },
		{ ...near, name: 'near, ten accounts', accounts: 10, count: small(2000), each: 1 },
		{ ...near, name: 'near, twenty pictures each', accounts: 1, count: small(100), each: 20 },
	];
	const runs: Run[] = [];
	for (const crew of [single, double, roomy]) {
		for (const load of [one, ten, lenient, ...together]) {
			if (!load.crews.includes(crew)) continue;
			const accounts = [];
			for (let number = 0; number < load.accounts; number++) accounts.push(await control.account({ switches: load.switches }));
			runs.push({ load, crew, accounts, seconds: 0, wrong: 0, refused: 0 });
		}
	}
	const accounts = runs.flatMap((run) => run.accounts);
	const n8n = await QueueStage.set(accounts, 0, { binaryDataMode: 'database', environment });
	let crew: Crew | undefined;
	try {
		for (const run of runs) {
			if (crew !== run.crew) {
				({ crew } = run);
				await Promise.all(n8n.workers.splice(0).map(async (worker) => await worker.stop()));
				for (let number = 0; number < crew.workers; number++) n8n.workers.push(await n8n.queue.startWorker(crew.places));
			}
			await measure(n8n, run);
			say(`  ${run.load.name}, ${nameOf(run.crew)} places: ${seconds(run.seconds)}, ${run.refused} refused`);
		}
	} finally {
		await n8n.queue.remove();
		for (const account of accounts) await account.remove();
	}
	const times = (load: Load) => {
		const secondsOf = (crew: Crew) => runs.find((run) => run.load === load && run.crew === crew)?.seconds ?? NaN;
		return secondsOf(single) / secondsOf(double);
	};
	return {
		title: 'Queue mode, one worker and two',
		about: `Pictures arrive at a webhook process, one in each execution or twenty, all at once; n8n's workers, PostgreSQL, Redis and the emulator share this machine. Google is far away (0.1 s for a request, 1.8 s for a create) so that time is spent waiting and not computing, except in the rows called near. Executions that wait in one worker make their media items in one call; two workers know nothing of each other. Google takes one write at a time for an account and refuses the second of two workers, which then waits the 30 seconds that Google asks for: how much that costs is the difference to the rows where the emulator does not refuse. The row with one worker of 50 places shows what to do instead.`,
		tables: [
			{
				head: ['', 'workers × places', 'executions', 'time', 'executions a second', 'refused'],
				rows: runs.map((run) => [
					run.load.name,
					nameOf(run.crew),
					run.load.count.toLocaleString('en'),
					seconds(run.seconds),
					(run.load.count / run.seconds).toFixed(1),
					String(run.refused),
				]),
			},
		],
		targets: [
			exactly('pictures lost or there twice', runs.reduce((sum, { wrong }) => sum + wrong, 0), 0),
			atLeast('two workers, ten accounts', times(ten), 1.8, ' ×', 2),
			atLeast('two workers, ten accounts, writes at once not refused', times(lenient), 1.8, ' ×', 2),
			atLeast('two workers, one account', times(one), 1, ' ×', 2),
		],
		charts: [
			{
				file: 'queue.svg',
				text: runs.map((run) => `${run.load.name}, ${nameOf(run.crew)}: ${seconds(run.seconds)}`).join('; '),
				svg: bars(
					'Executions a second',
					runs.map((run) => ({
						name: `${run.load.name}, ${nameOf(run.crew)}`,
						value: run.load.count / run.seconds,
						label: (run.load.count / run.seconds).toFixed(1),
						ours: true,
					})),
				),
			},
		],
	};
}

async function measure(n8n: QueueStage, run: Run): Promise<void> {
	const { load, accounts } = run;
	const pictures = await numberedPictures(`${load.name} ${nameOf(run.crew)}`, load.count * load.each);
	const sent = Array.from({ length: load.count }, (_none, number): Delivery => {
		const account = accounts[number % accounts.length] as EmulatedAccount;
		return { account, pictures: pictures.slice(number * load.each, (number + 1) * load.each) };
	});
	const outcome = await n8n.load(sent, { timeout: 1200 });
	run.seconds = outcome.seconds;
	const wanted = new Set(hashesOf(sent));
	const there = new Set(outcome.inLibraries);
	run.wrong = [...wanted].filter((hash) => !there.has(hash)).length + outcome.inLibraries.length - there.size;
	for (const account of accounts) {
		run.refused += (await account.requests()).filter(({ status }) => status === 429).length;
	}
}
