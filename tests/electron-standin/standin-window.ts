import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, CDPSession, Download, Page, Route } from '@playwright/test';
import type { BrowserWindowConstructorOptions } from 'electron';
import { z } from 'zod';
import type { FarEnd, Port, PortData } from './message-ports.ts';
import { preloadSource } from './standin-preload.ts';
import type { StandinSession } from './standin-session.ts';

const FromPage = z.union([
  z.object({ port: z.number(), closed: z.literal(true) }),
  z.object({
    port: z.number(),
    data: z.union([z.object({ text: z.string() }), z.object({ base64: z.base64() })]),
  }),
]);

const pack = (data: PortData) =>
  typeof data === 'string' ? { text: data } : { base64: Buffer.from(data).toString('base64') };

/** What a page did that it must never do, and what became of what it saved. */
export interface PageDiary {
  errors: string[];
  blocked: string[];
  /** By the names they were to have. */
  saved: string[];
  /** Cancelled by a listener, of which the page hears nothing. */
  cancelled: string[];
}

export interface WindowSurroundings {
  browser: () => Promise<Browser>;
  /** Where the page's scheme is served from here. */
  origin: string;
  downloads: string;
  diary: PageDiary;
}

/** A page in Chromium, with a preload in a world of its own. */
export class StandinContents extends EventEmitter {
  readonly id = 1;
  readonly #options: BrowserWindowConstructorOptions;
  readonly #around: WindowSurroundings;
  readonly #ports = new Map<number, Port>();
  #context: BrowserContext | null = null;
  #page: Page | null = null;
  #cdp: CDPSession | null = null;
  #world = 0;
  #url = '';
  #loading: Promise<void> = Promise.resolve();

  constructor(options: BrowserWindowConstructorOptions, around: WindowSurroundings) {
    super();
    this.#options = options;
    this.#around = around;
  }

  /** The page as it is now; another after a reload. */
  async page(): Promise<Page> {
    await this.#loading;
    if (this.#page === null) throw new Error('nothing was loaded');
    return this.#page;
  }

  getURL(): string {
    return this.#page?.url() ?? '';
  }

  get mainFrame() {
    const url = this.getURL();
    return {
      url,
      origin: url === '' ? '' : new URL(url).origin,
      parent: null,
      detached: false,
      postMessage: (channel: string, message: unknown, transfer: readonly Port[] = []) =>
        void this.#post(channel, message, transfer),
    };
  }

  setWindowOpenHandler(): void {}
  setWebRTCIPHandlingPolicy(): void {}

  loadURL(url: string): Promise<void> {
    this.#url = url;
    this.#loading = this.#load();
    return this.#loading;
  }

  /** Ends the page's process: its ports close, and the event comes when Chromium has noticed. */
  forcefullyCrashRenderer(): void {
    for (const port of this.#ports.values()) port.farClosed();
    this.#ports.clear();
    // The answer never comes: who would give it has ended.
    this.#cdp?.send('Page.crash').catch(() => undefined);
  }

  /** In the same session: what it keeps in memory is still there. */
  reload(): void {
    const old = this.#page;
    this.#loading = (async () => {
      await old?.close().catch(() => undefined);
      await this.#load();
    })();
  }

  async close(): Promise<void> {
    await this.#loading.catch(() => undefined);
    await this.#context?.close().catch(() => undefined);
  }

  async #load(): Promise<void> {
    const browser = await this.#around.browser();
    this.#context ??= await this.#openContext(browser);
    const page = await this.#context.newPage();
    // Shorter than a test's own limit, so that what was waited for is named.
    page.setDefaultTimeout(20_000);
    this.#page = page;
    const { diary } = this.#around;
    page.on('pageerror', (error) => diary.errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && diary.errors.push(message.text()));
    page.on('download', (download) => void this.#download(download));
    page.on('domcontentloaded', () => this.emit('dom-ready'));
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 }));
    await this.#installPreload(this.#context, page);
    await page.goto(this.#url);
  }

  async #openContext(browser: Browser): Promise<BrowserContext> {
    const context = await browser.newContext({
      serviceWorkers: 'block',
      acceptDownloads: true,
      locale: 'en-GB',
      viewport: { width: this.#options.width ?? 1280, height: this.#options.height ?? 800 },
    });
    await context.route('**/*', (route) => this.#answer(route));
    return context;
  }

  /** Every request goes by the session: first whether it may be made, then to the handler of the scheme. */
  async #answer(route: Route): Promise<void> {
    const session = this.#session;
    const request = route.request();
    if (session.isCancelled(request.url())) {
      this.#around.diary.blocked.push(request.url());
      return route.abort();
    }
    const response = await session.handle({ method: request.method(), url: request.url() });
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  async #download(download: Download): Promise<void> {
    const { diary, downloads } = this.#around;
    const item = {
      getURL: () => download.url(),
      getFilename: () => download.suggestedFilename(),
      setSaveDialogOptions: () => undefined,
    };
    if (this.#session.preventsDownload(item)) {
      diary.cancelled.push(item.getFilename());
      return download.cancel();
    }
    await download.saveAs(join(downloads, item.getFilename()));
    diary.saved.push(item.getFilename());
  }

  get #session(): StandinSession {
    return this.#options.webPreferences?.session as unknown as StandinSession;
  }

  async #installPreload(context: BrowserContext, page: Page): Promise<void> {
    const cdp = await context.newCDPSession(page);
    this.#cdp = cdp;
    cdp.on('Runtime.executionContextCreated', ({ context: world }) => {
      if (world.name === 'preload') this.#world = world.id;
    });
    cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name !== '__standinTell') return;
      const said = FromPage.parse(JSON.parse(payload));
      const port = this.#ports.get(said.port);
      if ('closed' in said) port?.farClosed();
      else if ('text' in said.data) port?.fromFar(said.data.text);
      else port?.fromFar(new Uint8Array(Buffer.from(said.data.base64, 'base64')));
    });
    await cdp.send('Runtime.enable');
    await cdp.send('Page.enable');
    await cdp.send('Runtime.addBinding', { name: '__standinTell', executionContextName: 'preload' });
    const preload = readFileSync(String(this.#options.webPreferences?.preload), 'utf8');
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      worldName: 'preload',
      source: preloadSource(preload),
    });
  }

  async #post(channel: string, message: unknown, transfer: readonly Port[]): Promise<void> {
    const far: FarEnd = {
      deliver: (port, data) =>
        void this.#inPreload(`__standinDeliver(${port}, ${JSON.stringify(pack(data))})`),
      closed: (port) => void this.#inPreload(`__standinClose(${port})`),
    };
    const ids = transfer.map(({ id }) => id);
    await this.#inPreload(
      `__standinMessage(${[channel, message, ids].map((part) => JSON.stringify(part)).join(', ')})`,
    );
    for (const port of transfer) {
      this.#ports.set(port.id, port);
      port.moveTo(far);
    }
  }

  async #inPreload(expression: string): Promise<void> {
    // A page that is ending answers with an error, and nobody waits for it.
    await this.#cdp?.send('Runtime.evaluate', { expression, contextId: this.#world }).catch(() => undefined);
  }
}
