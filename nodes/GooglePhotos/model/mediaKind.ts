import { typeByName } from '../upload/extensions';

/** What a media item is. */
export type MediaKind = 'photo' | 'video';

/** What a MIME type says of it; undefined if it says neither. */
export function kindOfType(type: string | undefined): MediaKind | undefined {
	if (type === undefined) return undefined;
	if (/^image\//i.test(type)) return 'photo';
	return /^video\//i.test(type) ? 'video' : undefined;
}

/** What is told of a media item's file: by its MIME type, and where that says nothing by its name. */
export function kindOfFile(file: { mimeType?: string; filename?: string } = {}): MediaKind | undefined {
	return kindOfType(file.mimeType) ?? kindOfType(typeByName(file.filename));
}
