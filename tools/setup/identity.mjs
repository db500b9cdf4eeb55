/**
 * Who publishes the package: author and repository. package.json is where they are kept; this command changes them
 * there and in every file that quotes them.
 *
 *   node tools/setup/identity.mjs --author="Jane Doe <jane@her.domain>" --repository=https://github.com/jane/the-node
 *   node tools/setup/identity.mjs --check
 *
 * `--check` ends with exit code 1 while the author is a placeholder, or if GitHub runs it in another repository than
 * the one in package.json: npm accepts a provenance statement only from that one.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = path.join(import.meta.dirname, '../..');

/** The files that quote the address of the repository. */
const quoting = [
	'README.md',
	'docs/live.md',
	'credentials/GooglePhotosLibraryOAuth2Api.credentials.ts',
	'nodes/GooglePhotos/GooglePhotos.node.json',
	'nodes/GooglePhotosTrigger/GooglePhotosTrigger.node.json',
];

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

const { values } = parseArgs({
	options: { author: { type: 'string' }, repository: { type: 'string' }, check: { type: 'boolean' } },
});

if (values.check) {
	const problems = problemsOf(manifest);
	for (const problem of problems) console.error(problem);
	process.exitCode = problems.length > 0 ? 1 : 0;
} else {
	change(values.author ?? '', values.repository ?? '');
}

function problemsOf({ author, homepage }) {
	const problems = [];
	// https://www.rfc-editor.org/rfc/rfc2606: a domain that cannot exist
	if (author.email.endsWith('.example')) {
		problems.push(
			`The author "${author.name} <${author.email}>" is a placeholder. Run "npm run identity" as docs/release.md says.`,
		);
	}
	const { GITHUB_REPOSITORY: runsIn } = process.env;
	if (runsIn && homepage !== `https://github.com/${runsIn}`) {
		problems.push(`package.json names the repository ${homepage}, but this one is https://github.com/${runsIn}.`);
	}
	return problems;
}

function change(author, repository) {
	const [, name, email] = /^([^<>]+) <([^<>@\s]+@[^<>@\s]+)>$/.exec(author) ?? [];
	if (!name || !/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/.test(repository) || repository.endsWith('.git')) {
		console.error('Usage: npm run identity -- --author="Name <name@domain>" --repository=https://github.com/owner/name');
		process.exitCode = 1;
		return;
	}
	const before = manifest.homepage;
	const changed = {
		...manifest,
		homepage: repository,
		author: { name, email },
		repository: { type: 'git', url: `git+${repository}.git` },
		bugs: { url: `${repository}/issues` },
	};
	write('package.json', () => `${JSON.stringify(changed, null, 2)}\n`);
	write('LICENSE.md', (text) => text.replace(/^(Copyright \(c\) \d+ ).*$/m, (_, start) => start + name));
	// not a longer name that begins with the same letters
	const quoted = new RegExp(`${before.replaceAll('.', '\\.')}(?![\\w-])`, 'g');
	for (const file of quoting) write(file, (text) => text.replace(quoted, () => repository));
	console.log(`The package is now by ${name} <${email}>, in ${repository}.`);
}

function write(file, edit) {
	const whole = path.join(root, file);
	if (existsSync(whole)) writeFileSync(whole, edit(readFileSync(whole, 'utf8')));
}
