/**
 * The floor: the minimum cost of the work. Node's HTTP client with keep-alive, no checks, no retries, no hashes. Prints
 * the resources used as JSON.
 */
import { WARM_UPS } from '../contenders/contender.mts';
import type { FloorTask } from '../contenders/floor.mts';
import { download } from './download.mts';
import { Google } from './google.mts';
import { list } from './list.mts';
import { upload } from './upload.mts';

const task = JSON.parse(process.env.FLOOR_TASK ?? '') as FloorTask;
const google = new Google(task.accessToken);
if (task.work === 'list' && task.warmUpToken !== undefined) {
	const other = new Google(task.warmUpToken);
	for (let time = 0; time < WARM_UPS; time++) await list(other);
	other.close();
}
const started = performance.now();
if (task.work === 'upload') await upload(google, task.folder);
if (task.work === 'download') await download(google, task.folder);
if (task.work === 'list') await list(google);
const seconds = (performance.now() - started) / 1000;
google.close();

const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const effort = { seconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: maxRSS * 1024 };
process.stdout.write(JSON.stringify(effort));
