/**
 * The only hosts that receive data of the user. The bearer token gives access to a whole account, so the hosts that
 * may receive it are defined only here, by exact host names.
 */

/** https://developers.google.com/photos/library/reference/rest */
export const LIBRARY_API = 'https://photoslibrary.googleapis.com';

/** https://developers.google.com/photos/picker/reference/rest */
export const PICKER_API = 'https://photospicker.googleapis.com';

const libraryHost = new URL(LIBRARY_API).host;

/** Hosts of media bytes, as observed by clients: those of base URLs and of their redirects. */
const mediaHosts: ReadonlySet<string | undefined> = new Set([
	'lh3.googleusercontent.com',
	'lh4.googleusercontent.com',
	'lh5.googleusercontent.com',
	'lh6.googleusercontent.com',
	'video-downloads.googleusercontent.com',
]);

function hostOf(url: string): string | undefined {
	const address = URL.canParse(url) ? new URL(url) : undefined;
	return address?.protocol === 'https:' && address.username === '' && address.password === '' ? address.host : undefined;
}

/** Whether `url` is an https address on one of Google's media hosts. */
export function isMediaUrl(url: string): boolean {
	return mediaHosts.has(hostOf(url));
}

/**
 * Whether `url` may be used as the session of a resumable upload. It comes from a reply header and receives the token
 * and the file, so it must be an https address on the Library API's own host.
 * https://developers.google.com/photos/library/guides/resumable-uploads
 */
export function isUploadSessionUrl(url: string): boolean {
	return hostOf(url) === libraryHost;
}
