import type { Switches } from '../emulator/accounts/switches.mts';
import { wordsOfError } from './redacted.mts';
import type { TestAlbum } from './test-album.mts';

/** One question about how Google behaves. */
export interface Check {
	/** As it stands in the report. */
	question: string;
	/** What Google's documents say, or where they say nothing, what the emulator does unless told otherwise. */
	expected: string;
	/** Another answer that our pages call normal, and so no difference. */
	alsoNormal?: string;
	/** Asked only if the person has a video uploaded as well, which takes longer. */
	video?: true;
	/** For what no document says: the emulator's switch, and the setting with which it gives each answer. */
	settles?: { [Name in keyof Switches]: Settles<Name> }[keyof Switches];
	/** @returns the answer in few words, without anything of the account's */
	ask(album: TestAlbum): Promise<string>;
}

interface Settles<Name extends keyof Switches> {
	name: Name;
	answers: Record<string, Switches[Name]>;
}

/** What came of a check. */
export interface Finding {
	check: Check;
	/** `undefined` when it could not be asked. */
	answer?: string;
	/** Why not. */
	problem?: string;
}

/** Whether Google does something else than the emulator, and than our pages say. */
export function isDifference({ check, answer }: Finding): boolean {
	return answer !== undefined && answer !== check.expected && answer !== check.alsoNormal;
}

/** Asks one after the other; what cannot be asked does not keep the others from it. */
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
		return { check, problem: wordsOfError(error) };
	}
}
