const prefix = 'https://www.googleapis.com/auth/';

/** The scopes of the Photos APIs that Google still grants. */
export const scopes = {
	append: `${prefix}photoslibrary.appendonly`,
	read: `${prefix}photoslibrary.readonly.appcreateddata`,
	edit: `${prefix}photoslibrary.edit.appcreateddata`,
	picker: `${prefix}photospicker.mediaitems.readonly`,
} as const;

/** What each scope allows, as the consent page says it. */
export const scopeTexts: Record<string, string> = {
	[scopes.append]: 'Add photos, videos and albums to your Google Photos library',
	[scopes.read]: 'See photos, videos and albums that this app added',
	[scopes.edit]: 'Edit photos, videos and albums that this app added',
	[scopes.picker]: 'See the photos and videos that you choose',
};
