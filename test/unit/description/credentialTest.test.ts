import { GooglePhotosLibraryOAuth2Api } from '../../../credentials/GooglePhotosLibraryOAuth2Api.credentials';

const { rules = [] } = new GooglePhotosLibraryOAuth2Api().test;

function messageFor(status: number): string | undefined {
	return rules.find(({ type, properties }) => type === 'responseCode' && properties.value === status)?.properties.message;
}

// n8n shows the words that HTTP has for a status, such as "Bad Request", where no rule has better ones
test.each([
	[400, /no Google Photos/],
	[401, /Reconnect/],
	[403, /Enable the Photos Library API.*tick every box.*has Google Photos/],
	[404, /proxy/],
	[407, /proxy.*password/],
	[429, /too many requests.*midnight Pacific Time/],
	[500, /usually passes/],
	[502, /proxy/],
	[503, /usually passes/],
	[504, /usually passes/],
])('the test of the credential says what HTTP status %d means', (status, says) => {
	expect(messageFor(status)).toMatch(says);
});
