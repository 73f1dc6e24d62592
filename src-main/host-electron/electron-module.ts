import type * as Electron from 'electron';

/**
 * The part of Electron that Hashline uses. It is passed as an argument, so that all code but the entry runs without
 * Electron.
 */
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
