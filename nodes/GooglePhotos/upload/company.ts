import { clock } from '../request/clock';

/** How long company is waited for: this part of the time that the last call took, and at most so many milliseconds. */
const PART = 1 / 4;
const LONGEST = 2_000;

/** A call of the account that executions could share. Times in milliseconds. */
interface Call {
	executions: number;
	endedAt: number;
	took: number;
}

/**
 * Whether it is worth while to wait for company before a call leaves. As many executions as n8n lets run at once
 * often end together, and the next ones are ready a moment later, one after the other: if the first of them left
 * at once, the others would wait for a call of their own, and so on with every call.
 *
 * It is a small part of the time that a call takes, and nobody waits who has met no other execution.
 */
export class Company {
	private last?: Call;

	/**
	 * @param since when the call that would leave now was begun
	 * @returns milliseconds that it should wait for others
	 */
	wait(since: number): number {
		if (!this.last) return 0;
		const { executions, endedAt, took } = this.last;
		const othersAreHere = executions > 1 || since < endedAt;
		return othersAreHere ? Math.max(endedAt + Math.min(took * PART, LONGEST) - clock.now(), 0) : 0;
	}

	/** A call is over. @param leftAt when it left, in milliseconds since 1970 */
	ended(leftAt: number, executions: number): void {
		const endedAt = clock.now();
		this.last = { executions, endedAt, took: endedAt - leftAt };
	}
}
