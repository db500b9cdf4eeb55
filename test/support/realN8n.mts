import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AccountRequest, EmulatorControl } from '../../tools/emulator/control-client.mts';
import { installN8n } from '../../tools/n8n/install.mts';
import { createInstance, type Instance } from '../../tools/n8n/instance.mts';
import { folderOf } from '../../tools/n8n/versions.mts';

const repository = join(import.meta.dirname, '../..');

/** A real n8n with this package, a folder for its workflows, and the emulator that test/run.mts started. */
export interface TestN8n {
	instance: Instance;
	folder: string;
	control: EmulatorControl;
	/** Creates a Google account and its credential in n8n, both with the same id. */
	connect(request?: AccountRequest): Promise<Awaited<ReturnType<EmulatorControl['account']>>>;
	remove(): Promise<void>;
}

/** Creates an n8n, and installs it first if needed: takes seconds, or minutes on a new machine. */
export async function testN8n(environment: Record<string, string> = {}): Promise<TestN8n> {
	await installN8n({ folder: folderOf(environment) });
	const folder = await realpath(await mkdtemp(join(tmpdir(), 'photos-')));
	const instance = await createInstance({ packageDir: repository, files: [folder], environment });
	const control = new EmulatorControl(process.env.EMULATOR_CONTROL_URL ?? '');
	return {
		instance,
		folder,
		control,
		async connect(request) {
			const account = await control.account(request);
			await instance.importCredential(account, { id: account.id });
			return account;
		},
		async remove() {
			await instance.remove();
			await rm(folder, { recursive: true, force: true });
		},
	};
}
