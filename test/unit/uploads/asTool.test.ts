import { NodeHelpers } from 'n8n-workflow';
import type { INode, INodeTypeDescription } from 'n8n-workflow';
import { GooglePhotos } from '../../../nodes/GooglePhotos/GooglePhotos.node';
import { node } from '../support/caller';

/** The value that n8n fills in for `files` if the user has chosen only the operation. */
function filesOf(name: string, operation: string): unknown {
	const { description } = new GooglePhotos();
	const type: INodeTypeDescription = { ...description, name };
	const form = { resource: 'mediaItem', operation };
	const own: INode = { ...node(), parameters: form };
	return NodeHelpers.getNodeParameters(type.properties, form, true, false, own, type)?.files;
}

test.each(['upload', 'uploadBytes'])('%s takes files of the input item by default, as a tool from URLs', (operation) => {
	expect(filesOf('googlePhotos', operation)).toBe('all');
	expect(filesOf('googlePhotosTool', operation)).toBe('url');
});
