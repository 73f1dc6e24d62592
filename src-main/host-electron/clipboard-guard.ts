import type { Clipboard } from 'electron';

/** Long enough for Chromium to finish the write that it has just asked permission for. */
const SETTLE_MS = 500;
/** How long a copied text stays on the clipboard. */
const STAY_MS = 30_000;

/**
 * Removes what the page put on the clipboard: after 30 s, and at once when the vault locks, unless another text was
 * copied meanwhile. The window's session is off the record, so Chromium marks its clipboard data and Windows keeps it
 * out of the clipboard history.
 */
export class ClipboardGuard {
  readonly #clipboard: Pick<Clipboard, 'readText' | 'clear'>;
  #ours: string | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(clipboard: Pick<Clipboard, 'readText' | 'clear'>) {
    this.#clipboard = clipboard;
  }

  /** Called when the page is about to write. */
  noteWrite(): void {
    this.#startTimer(SETTLE_MS, async () => {
      this.#ours = await this.#read();
      if (this.#ours !== null) this.#startTimer(STAY_MS, () => this.clear());
    });
  }

  /** Clears the clipboard if it still holds the page's text. */
  async clear(): Promise<void> {
    const written = this.#timer !== null;
    this.#stopTimer();
    const ours = this.#ours;
    this.#ours = null;
    if (!written) return;
    const current = await this.#read();
    // If the text was not read back yet, it is still the page's, written less than half a second ago.
    if (current !== null && (ours === null || current === ours)) this.#clipboard.clear();
  }

  async #read(): Promise<string | null> {
    const text = await this.#clipboard.readText().catch(() => '');
    return text === '' ? null : text;
  }

  #startTimer(ms: number, act: () => Promise<void>): void {
    this.#stopTimer();
    this.#timer = setTimeout(() => void act(), ms);
    this.#timer.unref?.();
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
