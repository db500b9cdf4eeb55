/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
import { EmulatorControl } from '../../tools/emulator/control-client.mts';
import type { AccountRequest, EmulatedAccount } from '../../tools/emulator/control-client.mts';

/** The emulator that test/run.mts has started. */
export const emulator = new EmulatorControl(process.env.EMULATOR_CONTROL_URL ?? 'http://test/run.mts-starts-it');

/** A new Google account, so that tests do not affect each other. */
export async function newAccount(request: AccountRequest = {}): Promise<EmulatedAccount> {
	return await emulator.account(request);
}
