import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EmulatedAccount } from '../../emulator/control-client.mts';
import { environmentOfNpm } from '../../n8n/install.mts';
import { readFiles } from '../../../test/support/workflow.mts';
import type { Effort } from '../measure/measurement.mts';
import type { Uploader } from './contender.mts';
import { LAST, MeasuredN8n } from './n8n.mts';

/** Folder of the peer's package.json and lock file. */
const peerFolder = join(import.meta.dirname, '../peer');

/** The scopes that its README tells users to enter in n8n's generic Google credential. */
const scopes = [
	'https://www.googleapis.com/auth/photoslibrary.appendonly',
	'https://www.googleapis.com/auth/photoslibrary.readonly.appcreateddata',
	'https://www.googleapis.com/auth/photospicker.mediaitems.readonly',
];

/** The npm package n8n-nodes-google-photos in a real n8n, used as its documentation says: one item for each photo. */
export class PeerContender implements Uploader {
	readonly name = 'n8n-nodes-google-photos';
	private readonly n8n: MeasuredN8n;

	private constructor(n8n: MeasuredN8n) {
		this.n8n = n8n;
	}

	/** Installs the package into its own folder unless it is installed. */
	static async in(folder: string, environment: Record<string, string>): Promise<PeerContender> {
		if (!existsSync(join(peerFolder, 'node_modules/n8n-nodes-google-photos'))) {
			await promisify(execFile)('npm', ['ci'], { cwd: peerFolder, env: environmentOfNpm() });
		}
		const n8n = await MeasuredN8n.in(folder, 'n8n-of-peer', environment);
		const home = join(n8n.instance.userFolder, '.n8n');
		await mkdir(home, { recursive: true });
		await symlink(peerFolder, join(home, 'nodes'));
		return new PeerContender(n8n);
	}

	async upload(account: EmulatedAccount, folder: string): Promise<Effort> {
		await this.n8n.instance.importCredentialData({
			id: 'peer',
			name: 'peer',
			type: 'googleOAuth2Api',
			data: {
				clientId: account.clientId,
				clientSecret: account.clientSecret,
				scope: scopes.join(' '),
				oauthTokenData: {
					access_token: account.accessToken,
					refresh_token: account.refreshToken,
					scope: scopes.join(' '),
					token_type: 'Bearer',
					expires_in: account.expiresIn,
				},
			},
		});
		const upload = {
			name: LAST,
			type: 'n8n-nodes-google-photos.googlePhotos',
			parameters: { resource: 'mediaItem', operation: 'upload', binaryPropertyName: 'data' },
			credentials: { googleOAuth2Api: { id: 'peer', name: 'peer' } },
		};
		const { execution: _execution, ...effort } = await this.n8n.run([readFiles(join(folder, '*')), upload]);
		return effort;
	}
}
