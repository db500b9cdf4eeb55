import { NodeHelpers } from 'n8n-workflow';
import type { INode, INodeTypeDescription } from 'n8n-workflow';
import { GooglePhotos } from '../../../nodes/GooglePhotos/GooglePhotos.node';
import { node } from '../support/caller';

/** The parameters that n8n makes of a form in which only the operation was chosen. */
function filesOf(name: string, operation: string): unknown {
	const { description } = new GooglePhotos();
	const type: INodeTypeDescription = { ...description, name };
	const form = { resource: 'mediaItem', operation };
	const own: INode = { ...node(), parameters: form };
	return NodeHelpers.getNodeParameters(type.properties, form, true, false, own, type)?.files;
}

test.each(['upload', 'uploadBytes'])('%s takes files of the item, and as a tool addresses', (operation) => {
	expect(filesOf('googlePhotos', operation)).toBe('all');
	expect(filesOf('googlePhotosTool', operation)).toBe('url');
});
