import { EventEmitter } from 'node:events';

type PageHandler = (request: { method: string; url: string }) => Response | Promise<Response>;
type BeforeRequest = (details: { url: string }, callback: (answer: { cancel?: boolean }) => void) => void;

interface DownloadFacts {
  getURL(): string;
  getFilename(): string;
  setSaveDialogOptions(): void;
}

/** A session in memory: what it keeps ends with the process. */
export class StandinSession extends EventEmitter {
  readonly #handlers = new Map<string, PageHandler>();
  #beforeRequest: BeforeRequest | null = null;

  readonly protocol = {
    handle: (scheme: string, handler: PageHandler): void => {
      this.#handlers.set(scheme, handler);
    },
  };
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest): void => {
      this.#beforeRequest = listener;
    },
  };

  async setProxy(): Promise<void> {}
  setCertificateVerifyProc(): void {}
  setSpellCheckerEnabled(): void {}
  setPermissionCheckHandler(): void {}
  setPermissionRequestHandler(): void {}
  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  setBluetoothPairingHandler(): void {}
  setUSBProtectedClassesHandler(): void {}

  isCancelled(url: string): boolean {
    let cancelled = false;
    this.#beforeRequest?.({ url }, ({ cancel }) => {
      cancelled = cancel === true;
    });
    return cancelled;
  }

  async handle(request: { method: string; url: string }): Promise<Response> {
    const handler = this.#handlers.get('app');
    return handler ? handler(request) : new Response(null, { status: 404 });
  }

  preventsDownload(item: DownloadFacts): boolean {
    let prevented = false;
    const preventDefault = () => {
      prevented = true;
    };
    this.emit('will-download', { preventDefault }, item);
    return prevented;
  }
}
