import type * as Electron from 'electron';

/** What Hashline uses of Electron. It comes in as an argument, so that everything but the entry runs without Electron. */
export type ElectronModule = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'clipboard'
  | 'dialog'
  | 'Menu'
  | 'MessageChannelMain'
  | 'nativeTheme'
  | 'powerMonitor'
  | 'protocol'
  | 'safeStorage'
  | 'session'
  | 'utilityProcess'
>;
