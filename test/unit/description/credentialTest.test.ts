import { GooglePhotosLibraryOAuth2Api } from '../../../credentials/GooglePhotosLibraryOAuth2Api.credentials';

const { rules = [] } = new GooglePhotosLibraryOAuth2Api().test;

function messageFor(status: number): string | undefined {
	return rules.find(({ type, properties }) => type === 'responseCode' && properties.value === status)?.properties.message;
}

// Without a rule, n8n shows only the reason phrase of the HTTP status, such as "Bad Request".
test.each([
	[400, /not have Google Photos/],
	[401, /Reconnect/],
	[403, /Enable the Photos Library API.*tick every box.*has Google Photos/],
	[404, /proxy/],
	[407, /proxy.*password/],
	[429, /too many requests.*midnight Pacific Time/],
	[500, /temporarily unavailable/],
	[502, /proxy/],
	[503, /temporarily unavailable/],
	[504, /temporarily unavailable/],
])('the credential test explains the HTTP status %d', (status, says) => {
	expect(messageFor(status)).toMatch(says);
});
