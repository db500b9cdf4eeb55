/** The Google hosts that the emulator serves. The proxy rejects all others. */
export const googleHosts = {
	library: 'photoslibrary.googleapis.com',
	picker: 'photospicker.googleapis.com',
	token: 'oauth2.googleapis.com',
	consent: 'accounts.google.com',
	discovery: 'www.googleapis.com',
	bytes: 'lh3.googleusercontent.com',
	video: 'video-downloads.googleusercontent.com',
	app: 'photos.google.com',
} as const;
