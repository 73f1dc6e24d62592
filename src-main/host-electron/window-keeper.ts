import type { BrowserWindow, MessagePortMain } from 'electron';
import type { CrashBudget } from '../engine-process/crash-budget.ts';
import { ENGINE_PORT_CHANNEL } from './engine-port-channel.ts';
import { PAGE_URL } from './page-origin.ts';
import { isTrustedFrame } from './trusted-frame.ts';

export interface WindowKeeperPorts {
  createWindow: () => BrowserWindow;
  /** Returns a new port to the engine, or null while there is none. */
  connect: () => MessagePortMain | null;
  budget: CrashBudget;
  onGivenUp: () => void;
}

/**
 * Keeps the only window: gives its page a port whenever it needs one, and reloads the page after a crash or when its
 * memory must be cleared.
 */
export class WindowKeeper {
  readonly #ports: WindowKeeperPorts;
  readonly #window: BrowserWindow;
  #loaded = false;
  #forgetting = false;

  constructor(ports: WindowKeeperPorts) {
    this.#ports = ports;
    this.#window = ports.createWindow();
    const contents = this.#window.webContents;
    contents.on('dom-ready', () => {
      this.#loaded = true;
      this.#forgetting = false;
      this.offerPort();
    });
    contents.on('render-process-gone', (_event, { reason }) => {
      this.#loaded = false;
      if (this.#forgetting || reason === 'clean-exit') return;
      if (!ports.budget.spend()) return ports.onGivenUp();
      contents.reload();
    });
    void this.#window.loadURL(PAGE_URL);
  }

  /**
   * Gives the page a port once it has loaded. There is no other direction: the main process listens on no channel, so a
   * foreign page has nothing to call.
   */
  offerPort(): void {
    if (this.#window.isDestroyed() || !this.#loaded) return;
    const contents = this.#window.webContents;
    const frame = contents.mainFrame;
    if (!isTrustedFrame(frame, contents.id, this.#window.webContents.id)) return;
    const port = this.#ports.connect();
    if (port) frame.postMessage(ENGINE_PORT_CHANNEL, null, [port]);
  }

  /**
   * Ends the page's process and loads the page in a new one, so that the memory of what was shown returns to the
   * system.
   */
  forget(): void {
    if (this.#window.isDestroyed()) return;
    this.#loaded = false;
    this.#forgetting = true;
    this.#window.webContents.forcefullyCrashRenderer();
    this.#window.webContents.reload();
  }

  /** Called when Hashline is started a second time. */
  show(): void {
    if (this.#window.isDestroyed()) return;
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Calls `act` when Windows ends the session of this user. */
  onSessionEnd(act: () => void): void {
    this.#window.on('session-end', act);
  }
}
