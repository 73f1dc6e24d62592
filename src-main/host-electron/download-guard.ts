import type { DownloadItem, Session } from 'electron';
import { SavedFileName } from '../../shared/contract/saved-file.ts';
import { PAGE_BLOB } from './network-lock.ts';

/** Whether this is a text that the page itself made for the user to save. Nothing else is downloaded. */
export const isOwnExport = (item: Pick<DownloadItem, 'getURL' | 'getFilename'>): boolean =>
  item.getURL().startsWith(PAGE_BLOB) && SavedFileName.safeParse(item.getFilename()).success;

/** Passes an export on to the system's save dialog, where a person chooses the place; refuses every other download. */
export function guardDownloads(session: Session): void {
  session.on('will-download', (event, item) => {
    if (!isOwnExport(item)) return event.preventDefault();
    item.setSaveDialogOptions({
      defaultPath: item.getFilename(),
      properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
    });
  });
}
