import type { DownloadItem, Session } from 'electron';
import { PAGE_BLOB } from './network-lock.ts';

/** Names the page gives the ledger it exports: `hashline-ledger-1a2b3c4d.jsonl`. */
const EXPORT_NAME = /^hashline-[a-z0-9-]{1,80}\.(jsonl|json|csv|txt)$/;

/** Whether this is a text the page itself made for somebody to keep. Everything else is not downloaded. */
export const isOwnExport = (item: Pick<DownloadItem, 'getURL' | 'getFilename'>): boolean =>
  item.getURL().startsWith(PAGE_BLOB) && EXPORT_NAME.test(item.getFilename());

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
