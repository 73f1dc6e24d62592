import { isAbsolute } from 'node:path';
import type { App } from 'electron';

/** Whether Hashline may start as it was called. */
export type CommandLineVerdict =
  | { allowed: true; vault: string | null }
  | { allowed: false; argument: string };

type Accepts = (value: string | null) => boolean;

const noValue: Accepts = (value) => value === null;
const matching =
  (pattern: RegExp): Accepts =>
  (value) =>
    value !== null && pattern.test(value);

/** Every switch Hashline may be started with, and the values it may have. */
const ALLOWED: ReadonlyMap<string, Accepts> = new Map([
  ['vault', (value) => value !== null && isAbsolute(value)],
  // On desktops Chromium does not recognise, an administrator names the keystore. `basic` would be none.
  ['password-store', matching(/^(gnome-libsecret|kwallet|kwallet5|kwallet6)$/)],
  ['lang', matching(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})?$/)],
  ['ozone-platform', matching(/^(wayland|x11)$/)],
  ['ozone-platform-hint', matching(/^(auto|wayland|x11)$/)],
  ['force-device-scale-factor', matching(/^[1-4](\.\d{1,2})?$/)],
  ['disable-gpu', noValue],
]);

/** What Playwright and a developer need besides; a package never takes them. */
const ALLOWED_UNPACKAGED: ReadonlyMap<string, Accepts> = new Map([
  ['inspect', () => true],
  ['inspect-brk', () => true],
  ['remote-debugging-port', matching(/^\d{1,5}$/)],
  ['user-data-dir', (value) => value !== null && isAbsolute(value)],
]);

/** macOS passes a process serial number to what is opened from the Finder. */
const PROCESS_SERIAL_NUMBER = /^-psn_\d+_\d+$/;

/**
 * Judges the command line by an allow list. The fuses cannot switch off Chromium's own switches (remote debugging, no
 * sandbox, V8 flags, extensions), so whoever passes one gets no Hashline at all.
 * @param args without the executable and, unpackaged, without the application's folder
 */
export function judgeCommandLine(
  args: readonly string[],
  options: { packaged: boolean; platform: NodeJS.Platform },
): CommandLineVerdict {
  let vault: string | null = null;
  for (const argument of args) {
    if (options.platform === 'darwin' && PROCESS_SERIAL_NUMBER.test(argument)) continue;
    // Chromium on Windows also reads /switch; a single dash is read like two, everywhere.
    const parts = /^--([a-z][a-z-]*)(?:=(.*))?$/s.exec(argument);
    const [name, value] = [parts?.[1] ?? '', parts?.[2] ?? null];
    const accepts = ALLOWED.get(name) ?? (options.packaged ? undefined : ALLOWED_UNPACKAGED.get(name));
    if (!accepts?.(value)) return { allowed: false, argument };
    if (name === 'vault') vault = value;
  }
  return { allowed: true, vault };
}

/**
 * Switches that must not be in force in a package, however they came there: asked of Chromium itself after the command line was
 * judged, because Chromium may read some that never stood in `process.argv`.
 *
 * What Electron adds to every main process by itself must not stand here, or no package starts: `allow-file-access-from-files`, and
 * on macOS `enable-avfoundation` (shell/app/electron_main_delegate.cc, PreSandboxStartup). The first means nothing to Hashline: it
 * concerns pages of the `file:` scheme, and the session cancels every request for one.
 */
export const NEVER_IN_FORCE = [
  'allow-running-insecure-content',
  'auto-open-devtools-for-tabs',
  'disable-site-isolation-trials',
  'disable-web-security',
  'enable-logging',
  'gpu-launcher',
  'ignore-certificate-errors',
  'inspect',
  'inspect-brk',
  'js-flags',
  'load-extension',
  'log-net-log',
  'no-sandbox',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-gpu-sandbox',
  'remote-allow-origins',
  'remote-debugging-address',
  'remote-debugging-pipe',
  'remote-debugging-port',
  'renderer-cmd-prefix',
  'ssl-key-log-file',
  'trace-startup',
  'unsafely-treat-insecure-origin-as-secure',
  'utility-cmd-prefix',
] as const;

/**
 * Variables of the environment that must not be set for a package. No fuse covers them: the first makes Node run compiled code from a
 * folder of the caller's choice; the others have Chromium write its log, with what the page says, to a place of the caller's choice.
 */
export const NEVER_SET = [
  'NODE_COMPILE_CACHE',
  'ELECTRON_ENABLE_LOGGING',
  'ELECTRON_LOG_FILE',
  'ELECTRON_ALSO_LOG_TO_STDERR',
  'CHROME_LOG_FILE',
] as const;

/**
 * Finds what is in force or set that a package refuses.
 * @returns how a person would write it, or null
 */
export function findForbidden(
  commandLine: Pick<App['commandLine'], 'hasSwitch'>,
  env: NodeJS.ProcessEnv,
): string | null {
  const inForce = NEVER_IN_FORCE.find((name) => commandLine.hasSwitch(name));
  if (inForce !== undefined) return `--${inForce}`;
  return NEVER_SET.find((name) => env[name] !== undefined) ?? null;
}

/** The name of a switch as Chromium reads it: `--name=value`, `-name` and, on Windows, `/name`. */
const SWITCH_NAME = /^(?:--?|\/)([^=]+)/;

/**
 * Takes back what a refused start asked of Chromium, before the part of it that is still to come: the server for remote debugging,
 * for one, is started only shortly before the application is ready, and the refusal is shown after that.
 */
export function disarm(commandLine: Pick<App['commandLine'], 'removeSwitch'>, args: readonly string[]): void {
  const asked = args.flatMap((argument) => SWITCH_NAME.exec(argument)?.[1]?.toLowerCase() ?? []);
  for (const name of new Set([...asked, ...NEVER_IN_FORCE])) {
    // Without its sandbox nothing could be shown at all where it was switched off for want of one.
    if (!name.endsWith('sandbox')) commandLine.removeSwitch(name);
  }
}
