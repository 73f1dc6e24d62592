import type { SavedFileName } from '../../../shared/contract/saved-file.ts';

/** A destination that text is written to piece by piece. */
export interface TextSink {
  write: (text: string) => Promise<void>;
  close: () => Promise<void>;
  abort: () => Promise<void>;
}

interface SaveFilePicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{
    createWritable: () => Promise<{
      write: (text: string) => Promise<void>;
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
export async function openTextSink(name: SavedFileName): Promise<TextSink | null> {
  const { showSaveFilePicker } = window as SaveFilePicker;
  if (showSaveFilePicker === undefined) return downloadSink(name);
  try {
    const file = await showSaveFilePicker.call(window, { suggestedName: name });
    return await file.createWritable();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    return downloadSink(name);
  }
}

function downloadSink(name: SavedFileName): TextSink {
  const pieces: string[] = [];
  return {
    write: async (text) => {
      pieces.push(text);
    },
    abort: async () => {
      pieces.length = 0;
    },
    close: async () => {
      const address = URL.createObjectURL(new Blob(pieces, { type: 'text/plain' }));
      const anchor = document.createElement('a');
      anchor.href = address;
      anchor.download = name;
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    },
  };
}
