import { choiceOf } from '../fields/choice';
import { numberOf } from '../fields/number';
import { refuseFor } from '../fields/refuse';
import type { MediaKind } from '../model/mediaKind';
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

/** What is appended for a video's own bytes, and for those in a motion photo. */
const VIDEO = 'dv';

/** The best quality that Google gives. */
export const BEST: Variant = { photo: 'd', video: VIDEO };

/** https://developers.google.com/photos/library/guides/access-media-items#base-urls */
const LARGEST_SIDE = 16383;

const VARIANTS = ['best', 'fit', 'thumbnail', 'crop', 'motion'] as const;

/**
 * The variant that the form asks for.
 *
 * @throws NodeOperationError naming the parameter, if a size is none
 */
export function variantOf(run: Run, position: number): Variant {
	const subject = { item: run.indexOf(position) };
	const given = run.parameter<unknown>('variant', position, 'best');
	const variant = choiceOf(given, VARIANTS, 'Variant', refuseFor(run.caller.getNode(), subject));
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
			return BEST;
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
			return { ...both(VIDEO), onlyVideo: true };
	}
}

function both(parameters: string): Variant {
	return { photo: parameters, video: parameters };
}

function size(width?: number, height?: number): string {
	return [width && `w${width}`, height && `h${height}`].filter(Boolean).join('-');
}

/** @returns pixels; undefined for 0 where that is allowed */
function side(
	run: Run,
	position: number,
	name: string,
	displayName: string,
	optional = false,
): number | undefined {
	const given = run.parameter<unknown>(name, position, 0);
	const rules = { parameter: displayName, min: optional ? 0 : 1, max: LARGEST_SIDE, whole: true };
	const pixels = numberOf(given, rules, refuseFor(run.caller.getNode(), { item: run.indexOf(position) }));
	return pixels === 0 ? undefined : pixels;
}

/** What to append to the base URL of a media item, and what is then to come. */
export interface Rendition {
	parameters: string;
	kind: MediaKind;
}

/**
 * A media item's file in a variant.
 *
 * @param kind of the media item
 */
export function renditionOf(kind: MediaKind, variant: Variant): Rendition {
	const parameters = variant[kind];
	return { parameters, kind: parameters === VIDEO ? 'video' : 'photo' };
}

/** Whether it has to be known of a media item which of the two it is, to ask for its file. */
export function dependsOnKind({ photo, video }: Variant): boolean {
	return (photo === VIDEO) !== (video === VIDEO);
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
