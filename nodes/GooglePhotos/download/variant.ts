import type { IN8nHttpFullResponse } from 'n8n-workflow';
import type { MediaItem } from '../model/mediaItem';
import { isVideo } from '../model/mediaItem';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import type { Run } from '../request/run';

/** What is appended to a base URL, after `=`. */
export interface Variant {
	photo: string;
	video: string;
	/** only bytes of a video will do: a photo has one inside if it is a motion photo */
	onlyVideo?: boolean;
}

/** https://developers.google.com/photos/library/guides/access-media-items#base-urls */
const LARGEST_SIDE = 16383;

/**
 * The variant that the form asks for.
 *
 * @throws NodeOperationError naming the parameter, if a size is none
 */
export function variantOf(run: Run, position: number): Variant {
	const variant = run.parameter<unknown>('variant', position, 'best');
	const subject = { item: run.indexOf(position) };
	const within = () => {
		const width = side(run, position, 'maxWidth', 'Maximum Width', true);
		const height = side(run, position, 'maxHeight', 'Maximum Height', true);
		if (width !== undefined || height !== undefined) return size(width, height);
		throw refusal(
			run.caller.getNode(),
			'Neither a width nor a height is given',
			'Enter at least one of them, in pixels.',
			{ ...subject, parameter: 'Maximum Width' },
		);
	};
	switch (variant) {
		case 'best':
			return { photo: 'd', video: 'dv' };
		case 'fit':
			return both(within());
		case 'thumbnail': {
			const fitting = within();
			return { photo: fitting, video: `${fitting}-no` };
		}
		case 'crop': {
			const width = side(run, position, 'width', 'Width');
			return both(`${size(width, side(run, position, 'height', 'Height'))}-c`);
		}
		case 'motion':
			return { ...both('dv'), onlyVideo: true };
		default:
			throw refusal(run.caller.getNode(), 'There is no such variant of files', 'Choose one of the list.', {
				...subject,
				parameter: 'Variant',
			});
	}
}

function both(parameters: string): Variant {
	return { photo: parameters, video: parameters };
}

function size(width?: number, height?: number): string {
	return [width && `w${width}`, height && `h${height}`].filter(Boolean).join('-');
}

/** @returns pixels; undefined if nothing or 0 is given where that is allowed */
function side(
	run: Run,
	position: number,
	name: string,
	displayName: string,
	optional = false,
): number | undefined {
	const given = run.parameter<unknown>(name, position, 0);
	const pixels = Number(given ?? 0);
	if (optional && pixels === 0) return undefined;
	if (Number.isInteger(pixels) && pixels >= 1 && pixels <= LARGEST_SIDE) return pixels;
	const subject: Subject = { item: run.indexOf(position), parameter: displayName };
	throw refusal(
		run.caller.getNode(),
		'This is not a size that Google Photos knows',
		`Enter a whole number of pixels from 1 to ${LARGEST_SIDE.toLocaleString('en')}.`,
		{ ...subject, what: `"${String(given)}"` },
	);
}

/** What to append to the base URL of a media item. */
export function parametersFor(item: MediaItem, { photo, video }: Variant): string {
	return isVideo(item) ? video : photo;
}

/** Whether a picture came where only a video will do. */
export function isWrongKind({ onlyVideo }: Variant, { headers }: IN8nHttpFullResponse): boolean {
	return onlyVideo === true && String(headers['content-type']).startsWith('image/');
}

/** The error of a photo that is no motion photo, which nothing but its bytes tells. */
export function noVideoInside(run: Run, subject: Subject): Error {
	return refusal(
		run.caller.getNode(),
		'The photo has no video in it',
		'Only motion photos have. Choose another variant.',
		{ ...subject, parameter: 'Variant' },
	);
}
