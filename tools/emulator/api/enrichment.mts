import { invalid } from '../http/google-error.mts';
import type { AddEnrichmentRequest, Location } from './resources.mts';

/**
 * Validates an enrichment: exactly one of text, location and map.
 * @throws GoogleError INVALID_ARGUMENT
 * @see https://developers.google.com/photos/library/guides/add-enrichments
 */
export function enrichmentOf(
	item: AddEnrichmentRequest['newEnrichmentItem'] = {},
): Record<string, unknown> {
	if (Object.keys(item).length !== 1)
		throw invalid('Request must contain exactly one of text, location and map enrichment.');
	const { textEnrichment, locationEnrichment, mapEnrichment } = item;
	if (textEnrichment && !textEnrichment.text) throw invalid('Text enrichment must contain a text.');
	if (locationEnrichment) checkLocation(locationEnrichment.location);
	if (mapEnrichment) {
		checkLocation(mapEnrichment.origin);
		checkLocation(mapEnrichment.destination);
	}
	return { ...item };
}

function checkLocation(location: Location | undefined): void {
	if (!location?.locationName) throw invalid('Location must contain a name.');
	const { latitude = 0, longitude = 0 } = location.latlng ?? {};
	if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180)
		throw invalid('Location contains an invalid latitude or longitude.');
}
