import { isAbsolute } from 'node:path';
import type { App } from 'electron';

/** Whether Hashline may start with this command line. */
export type CommandLineVerdict =
  | { allowed: true; vault: string | null }
  | { allowed: false; argument: string };

type Accepts = (value: string | null) => boolean;

const noValue: Accepts = (value) => value === null;
const matching =
  (pattern: RegExp): Accepts =>
  (value) =>
    value !== null && pattern.test(value);

/** Every switch Hashline may be started with, and its possible values. */
const ALLOWED: ReadonlyMap<string, Accepts> = new Map([
  ['vault', (value) => value !== null && isAbsolute(value)],
  // On desktops that Chromium does not recognise, an administrator names the keystore. `basic` is left out, because it
  // is none.
  ['password-store', matching(/^(gnome-libsecret|kwallet|kwallet5|kwallet6)$/)],
  ['lang', matching(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})?$/)],
  ['ozone-platform', matching(/^(wayland|x11)$/)],
  ['ozone-platform-hint', matching(/^(auto|wayland|x11)$/)],
  ['force-device-scale-factor', matching(/^[1-4](\.\d{1,2})?$/)],
  ['disable-gpu', noValue],
]);

/** Further switches for Playwright and developers; a package never accepts them. */
const ALLOWED_UNPACKAGED: ReadonlyMap<string, Accepts> = new Map([
  ['inspect', () => true],
  ['inspect-brk', () => true],
  ['remote-debugging-port', matching(/^\d{1,5}$/)],
  ['user-data-dir', (value) => value !== null && isAbsolute(value)],
]);

/** macOS passes a process serial number to programs opened from the Finder. */
const PROCESS_SERIAL_NUMBER = /^-psn_\d+_\d+$/;

/**
 * Checks the command line against an allow list. The fuses cannot disable Chromium's own switches (remote debugging, no
 * sandbox, V8 flags, extensions), so Hashline refuses to start with any of them.
 * @param args without the executable and, unpackaged, without the application's folder
 */
export function judgeCommandLine(
  args: readonly string[],
  options: { packaged: boolean; platform: NodeJS.Platform },
): CommandLineVerdict {
  let vault: string | null = null;
  for (const argument of args) {
    if (options.platform === 'darwin' && PROCESS_SERIAL_NUMBER.test(argument)) continue;
    // Chromium on Windows also accepts /switch, and everywhere it treats a single dash like two.
    const parts = /^--([a-z][a-z-]*)(?:=(.*))?$/s.exec(argument);
    const [name, value] = [parts?.[1] ?? '', parts?.[2] ?? null];
    const accepts = ALLOWED.get(name) ?? (options.packaged ? undefined : ALLOWED_UNPACKAGED.get(name));
    if (!accepts?.(value)) return { allowed: false, argument };
    if (name === 'vault') vault = value;
  }
  return { allowed: true, vault };
}

/**
 * Switches that must not be in force in a package, wherever they came from. Chromium itself is asked after the command
 * line was checked, because it may read switches that are not in `process.argv`.
 *
 * Switches that Electron adds to every main process must not be listed here, or no package would start:
 * `allow-file-access-from-files`, and on macOS `enable-avfoundation` (shell/app/electron_main_delegate.cc,
 * PreSandboxStartup). The first does not matter to Hashline: it concerns pages of the `file:` scheme, and the session
 * cancels every request for one.
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
 * Environment variables that must not be set for a package. No fuse covers them: the first makes Node run compiled code
 * from a folder of the caller's choice; the others make Chromium write its log, with console output of the page, to a
 * place of the caller's choice.
 */
export const NEVER_SET = [
  'NODE_COMPILE_CACHE',
  'ELECTRON_ENABLE_LOGGING',
  'ELECTRON_LOG_FILE',
  'ELECTRON_ALSO_LOG_TO_STDERR',
  'CHROME_LOG_FILE',
] as const;

/**
 * Finds a switch or variable that a package refuses.
 * @returns the text as a person would write it, or null
 */
export function findForbidden(
  commandLine: Pick<App['commandLine'], 'hasSwitch'>,
  env: NodeJS.ProcessEnv,
): string | null {
  const inForce = NEVER_IN_FORCE.find((name) => commandLine.hasSwitch(name));
  if (inForce !== undefined) return `--${inForce}`;
  return NEVER_SET.find((name) => env[name] !== undefined) ?? null;
}

/** Matches the name of a switch as Chromium reads it: `--name=value`, `-name` and, on Windows, `/name`. */
const SWITCH_NAME = /^(?:--?|\/)([^=]+)/;

/**
 * Removes the switches of a refused start from the part of Chromium that still has to start. The server for remote
 * debugging, for example, starts only shortly before the application is ready, and the refusal is shown after that.
 */
export function disarm(commandLine: Pick<App['commandLine'], 'removeSwitch'>, args: readonly string[]): void {
  const asked = args.flatMap((argument) => SWITCH_NAME.exec(argument)?.[1]?.toLowerCase() ?? []);
  for (const name of new Set([...asked, ...NEVER_IN_FORCE])) {
    // Sandbox switches stay: where the sandbox was switched off because the system has none, Chromium could not show
    // anything with it.
    if (!name.endsWith('sandbox')) commandLine.removeSwitch(name);
  }
}
