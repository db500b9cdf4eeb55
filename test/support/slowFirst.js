/** Runs slow test files first, so that none is left for a single worker at the end. */
const { default: Sequencer } = require('@jest/test-sequencer');

/** Run first, in this order. Jest itself only knows durations of the last run on the same machine. */
const slow = [
	'unit/seeds/upload',
	'unit/trigger/simulation',
	'engine/faults/faults',
	'engine/everyOperation',
	'engine/faults/seeds',
	'engine/uploadBroken',
	'engine/albums/many',
	'engine/upload',
	'engine/mediaItemGet',
	'n8n/killed',
	'n8n/trigger',
	'n8n/demo',
];

const rank = ({ path }) => {
	const index = slow.findIndex((name) => path.includes(`/test/${name}.test.`));
	return index < 0 ? slow.length : index;
};

module.exports = class extends Sequencer {
	sort(tests) {
		return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
	}
};
