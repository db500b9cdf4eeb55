/** security.md: the hosts and the permissions are those that the node uses. */
import { GooglePhotosLibraryOAuth2Api } from '../../../credentials/GooglePhotosLibraryOAuth2Api.credentials';
import { isMediaUrl, isUploadSessionUrl, LIBRARY_API, PICKER_API } from '../../../nodes/GooglePhotos/http/hosts';
import { apiMethods, pickerMethods } from '../../../nodes/GooglePhotos/api/methods';
import { page, rowOf } from './page';

const PAGE = 'docs/security.md';
const hostsIn = (words: string) => [...rowOf(PAGE, words)[2].matchAll(/`([\w.-]+)`/g)].map(([, host]) => host);

test('the hosts that get the token and what is uploaded', () => {
	const hosts = hostsIn('The access token, and what you upload');
	expect(hosts).toEqual([LIBRARY_API, PICKER_API].map((api) => new URL(api).host));
	expect(new Set([...apiMethods, ...pickerMethods].map(({ api }) => new URL(api).host))).toEqual(new Set(hosts));
	expect(hosts.filter((host) => isUploadSessionUrl(`https://${host}/v1/uploads`))).toEqual([hosts[0]]);
});

test('the hosts that get the token when files are downloaded', () => {
	const hosts = hostsIn('The access token, when files are downloaded');
	expect(hosts).toEqual(['lh3.googleusercontent.com', 'lh6.googleusercontent.com', 'video-downloads.googleusercontent.com']);
	const numbered = [1, 2, 3, 4, 5, 6, 7, 8].filter((number) => isMediaUrl(`https://lh${number}.googleusercontent.com/lr/x`));
	expect(numbered).toEqual([3, 4, 5, 6]);
	expect(isMediaUrl(`https://${hosts[2]}/x`)).toBe(true);
});

test('the permissions that the credential asks for', () => {
	const asked = JSON.stringify(new GooglePhotosLibraryOAuth2Api().properties).matchAll(/auth\/(photos[\w.]+)/g);
	const scopes = new Set([...asked].map(([, scope]) => scope));
	const onPage = [...page(PAGE).matchAll(/^\| `(photos[\w.]+)` \|/gm)].map(([, scope]) => scope);
	expect(scopes.size).toBe(4);
	expect(onPage.sort()).toEqual([...scopes].sort());
});
