import type { SavedFileName } from '../../shared/contract/saved-file.ts';

/** A destination that a file is written to piece by piece. */
export interface FileSink {
  write: (part: FilePart) => Promise<void>;
  close: () => Promise<void>;
  abort: () => Promise<void>;
}

/** Text, or bytes. */
type FilePart = string | Uint8Array;

interface SaveFilePicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{
    createWritable: () => Promise<{
      write: (part: BlobPart) => Promise<void>;
      close: () => Promise<void>;
      abort: () => Promise<void>;
    }>;
  }>;
}

/**
 * Opens a file to write to: one that the person chooses where the browser offers that, else a download at the end,
 * through an element that exists only for that moment and is never shown.
 * @returns null where the person chose none
 */
export async function openFileSink(name: SavedFileName): Promise<FileSink | null> {
  const { showSaveFilePicker } = window as SaveFilePicker;
  if (showSaveFilePicker === undefined) return downloadSink(name);
  try {
    const file = await showSaveFilePicker.call(window, { suggestedName: name });
    const writable = await file.createWritable();
    return {
      write: (part) => writable.write(asBlobPart(part)),
      close: () => writable.close(),
      abort: () => writable.abort(),
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    return downloadSink(name);
  }
}

/** Bytes of memory that nobody shares, which is what files are made of. */
const asBlobPart = (part: FilePart): BlobPart => (typeof part === 'string' ? part : new Uint8Array(part));

function downloadSink(name: SavedFileName): FileSink {
  const pieces: BlobPart[] = [];
  return {
    write: async (part) => {
      pieces.push(asBlobPart(part));
    },
    abort: async () => {
      pieces.length = 0;
    },
    close: async () => {
      const address = URL.createObjectURL(new Blob(pieces, { type: 'application/octet-stream' }));
      const anchor = document.createElement('a');
      anchor.href = address;
      anchor.download = name;
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    },
  };
}
