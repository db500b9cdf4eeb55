/** The custom operations, each by the name of what it does: all input items in, output items out. */
import { addMediaItems } from '../../../nodes/GooglePhotos/resources/album/addMediaItems';
import { getOrCreate } from '../../../nodes/GooglePhotos/resources/album/getOrCreate';
import { createFromTokens } from '../../../nodes/GooglePhotos/resources/mediaItem/createFromTokens';
import { download } from '../../../nodes/GooglePhotos/resources/mediaItem/download';
import { get } from '../../../nodes/GooglePhotos/resources/mediaItem/get';
import { upload } from '../../../nodes/GooglePhotos/resources/mediaItem/upload';
import { uploadBytes } from '../../../nodes/GooglePhotos/resources/mediaItem/uploadBytes';
import { download as downloadOfPicker } from '../../../nodes/GooglePhotos/resources/picker/download';
import { waitForSelection as waitOfPicker } from '../../../nodes/GooglePhotos/resources/picker/waitForSelection';

export const addMediaItemsToAlbums = addMediaItems.execute;
export const createFromUploadTokens = createFromTokens.execute;
export const downloadFiles = download.execute;
export const downloadPicked = downloadOfPicker.execute;
export const getEachMediaItem = get.execute;
export const getOrCreateAlbums = getOrCreate.execute;
export const uploadBytesOnly = uploadBytes.execute;
export const uploadFiles = upload.execute;
export const waitForSelection = waitOfPicker.execute;
