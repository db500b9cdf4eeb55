import type { Switches } from '../emulator/accounts/switches.mts';
import { messageOfError } from './redacted.mts';
import type { TestAlbum } from './test-album.mts';

/** One question about Google's behavior. */
export interface Check {
	/** As shown in the report. */
	question: string;
	/** The answer in Google's documentation or, without one, the emulator's default. */
	expected: string;
	/** Another answer that the project's documentation calls normal, so that it is no difference. */
	alsoNormal?: string;
	/** Asked only if the user also lets a video be uploaded, which takes longer. */
	video?: true;
	/** For undocumented behavior: the emulator's switch, and the setting for each answer. */
	settles?: { [Name in keyof Switches]: Settles<Name> }[keyof Switches];
	/** What an answer means for the node, if the report is to say it. */
	means?: (answer: string) => string;
	/** @returns a short answer without anything that identifies the account */
	ask(album: TestAlbum): Promise<string>;
}

interface Settles<Name extends keyof Switches> {
	name: Name;
	answers: Record<string, Switches[Name]>;
}

/** The result of a check. */
export interface Finding {
	check: Check;
	/** Undefined if the check failed. */
	answer?: string;
	/** Why it failed. */
	problem?: string;
}

/** Whether Google differs both from the emulator and from the project's documentation. */
export function isDifference({ check, answer }: Finding): boolean {
	return answer !== undefined && answer !== check.expected && answer !== check.alsoNormal;
}

/** Runs the checks one after the other. A failed check does not stop the others. */
export async function askAll(
	checks: Check[],
	album: TestAlbum,
	each: (finding: Finding) => void = () => {},
): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const check of checks) {
		const finding = await ask(check, album);
		findings.push(finding);
		each(finding);
	}
	return findings;
}

async function ask(check: Check, album: TestAlbum): Promise<Finding> {
	try {
		return { check, answer: await check.ask(album) };
	} catch (error) {
		return { check, problem: messageOfError(error) };
	}
}
