import { failureOf, inputError, rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import type { MediaKind } from '../files/fileType';
import { inputErrorFor, parseChoice, parseNumber } from '../properties/parseValues';
import { isWrongKind } from './replyKind';

/** Parameters that are appended to a base URL after `=`. */
export interface Variant {
	photo: string;
	video: string;
	/** only bytes of a video are accepted: a motion photo contains a video */
	onlyVideo?: boolean;
}

/** Parameter for the original bytes of a video, or for the video in a motion photo. */
const VIDEO = 'dv';

/** The best quality that Google offers. */
export const BEST: Variant = { photo: 'd', video: VIDEO };

/** https://developers.google.com/photos/library/guides/access-media-items#base-urls */
const MAX_SIDE = 16383;

const VARIANTS = ['best', 'fit', 'thumbnail', 'crop', 'motion'] as const;

/**
 * The variant that the parameters select.
 *
 * @throws NodeOperationError that names the parameter, if a size is invalid
 */
export function variantOf(context: OperationContext, position: number): Variant {
	const subject = { item: context.indexOf(position) };
	const given = context.parameter<unknown>('variant', position, 'best');
	const variant = parseChoice(given, VARIANTS, 'Variant', inputErrorFor(context.node, subject));
	const within = () => {
		const width = side(context, position, 'maxWidth', 'Maximum Width', true);
		const height = side(context, position, 'maxHeight', 'Maximum Height', true);
		if (width !== undefined || height !== undefined) return size(width, height);
		throw inputError(
			context.node,
			'Neither a width nor a height is set',
			"Set 'Maximum Width' or 'Maximum Height', in pixels.",
			{ ...subject, parameter: 'Maximum Width' },
		);
	};
	switch (variant) {
		case 'best':
			return BEST;
		case 'fit':
			return both(within());
		case 'thumbnail': {
			const parameters = within();
			return { photo: parameters, video: `${parameters}-no` };
		}
		case 'crop': {
			const width = side(context, position, 'width', 'Width');
			return both(`${size(width, side(context, position, 'height', 'Height'))}-c`);
		}
		case 'motion':
			return { ...both(VIDEO), onlyVideo: true };
	}
}

function both(parameters: string): Variant {
	return { photo: parameters, video: parameters };
}

function size(width?: number, height?: number): string {
	return [width && `w${width}`, height && `h${height}`].filter(Boolean).join('-');
}

/** @returns pixels; undefined for 0 if it is optional */
function side(
	context: OperationContext,
	position: number,
	name: string,
	displayName: string,
	optional = false,
): number | undefined {
	const given = context.parameter<unknown>(name, position, 0);
	const rules = { parameter: displayName, min: optional ? 0 : 1, max: MAX_SIDE, whole: true };
	const pixels = parseNumber(given, rules, inputErrorFor(context.node, { item: context.indexOf(position) }));
	return pixels === 0 ? undefined : pixels;
}

/** Parameters for the base URL of a media item, and the kind of file to expect. */
export interface Rendition {
	parameters: string;
	kind: MediaKind;
}

/**
 * The file of a media item in a variant.
 *
 * @param kind kind of the media item
 */
export function renditionOf(kind: MediaKind, variant: Variant): Rendition {
	const parameters = variant[kind];
	return { parameters, kind: parameters === VIDEO ? 'video' : 'photo' };
}

/** Whether the kind of a media item has to be known to request its file. */
export function dependsOnKind({ photo, video }: Variant): boolean {
	return (photo === VIDEO) !== (video === VIDEO);
}

/** Error of a photo that is not a motion photo, which only its bytes show. */
export function noVideoInside(context: OperationContext, subject: ErrorContext): Error {
	return inputError(
		context.node,
		'The photo does not contain a video',
		'Choose another variant. Only motion photos contain a video.',
		{ ...subject, parameter: 'Variant' },
	);
}

/** Whether an error of a download means that the media item has no such file, such as a video of a photo. */
export function isNotThere(error: Error): boolean {
	const kind = failureOf(error)?.kind;
	return kind === 'fileUnknown' || kind === 'invalid' || isWrongKind(error);
}

/**
 * Downloads the best file of a media item of unknown kind. The video is tried first: only a video is served as a video,
 * but Google serves a picture for a video as well.
 *
 * @param fetch downloads the file as one of the two kinds
 */
export async function fetchOfEitherKind<T>(fetch: (kind: MediaKind) => Promise<T>): Promise<T> {
	try {
		return await fetch('video');
	} catch (error) {
		if (!isNotThere(error)) throw rethrow(error);
		return await fetch('photo');
	}
}
