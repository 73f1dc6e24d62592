import type { DownloadItem, Session } from 'electron';
import { SavedFileName } from '../../shared/contract/saved-file.ts';
import { PAGE_BLOB } from './network-lock.ts';

/** Whether this is a text the page itself made for somebody to keep. Everything else is not downloaded. */
export const isOwnExport = (item: Pick<DownloadItem, 'getURL' | 'getFilename'>): boolean =>
  item.getURL().startsWith(PAGE_BLOB) && SavedFileName.safeParse(item.getFilename()).success;

/** Lets an export through to the system's save dialog, where a person chooses the place; refuses the rest. */
export function guardDownloads(session: Session): void {
  session.on('will-download', (event, item) => {
    if (!isOwnExport(item)) return event.preventDefault();
    item.setSaveDialogOptions({
      defaultPath: item.getFilename(),
      properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
    });
  });
}
