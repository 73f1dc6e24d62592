import { join, resolve } from 'node:path';
import { systemEntropy } from '../ports/entropy.ts';
import { guardApp } from './app-guards.ts';
import { ClipboardGuard } from './clipboard-guard.ts';
import type { ElectronModule } from './electron-module.ts';
import { KeystoreFailure } from './keystore.ts';
import { pageScheme } from './page-origin.ts';
import { runHost } from './run-host.ts';
import { type StartProblem, startProblemText } from './start-problem.ts';
import type { Surroundings } from './surroundings.ts';
import { disarm, findForbidden, judgeCommandLine } from './switch-guard.ts';

/**
 * Starts Hashline. The order matters: the command line is checked before anything else, guards are in place before
 * there is anything to guard, and the keystore answers before a window opens.
 */
export async function startUp(electron: ElectronModule, surroundings: Surroundings): Promise<void> {
  const { app } = electron;
  const packaged = app.isPackaged;
  // Before the application is ready, Electron knows no language, and on Linux it writes to the terminal instead of
  // showing a dialog.
  const tell = async (problem: StartProblem, detail = '') => {
    await app.whenReady();
    const text = startProblemText(problem, app.getLocale());
    electron.dialog.showErrorBox('Hashline', detail === '' ? text : `${text}\n${detail}`);
    app.exit(problem === 'switch' ? 2 : 1);
  };

  const args = ownArguments(surroundings, packaged);
  const verdict = judgeCommandLine(args, { packaged, platform: surroundings.platform });
  const forbidden = packaged ? findForbidden(app.commandLine, surroundings.env) : null;
  if (!verdict.allowed || forbidden !== null) {
    disarm(app.commandLine, args);
    return tell('switch', verdict.allowed ? (forbidden ?? '') : verdict.argument.slice(0, 100));
  }
  if (!app.requestSingleInstanceLock()) return app.exit(0);

  const clipboardGuard = new ClipboardGuard(electron.clipboard);
  guardApp(app, packaged, () => clipboardGuard.noteWrite());
  electron.protocol.registerSchemesAsPrivileged([pageScheme]);
  await app.whenReady();
  try {
    await runHost(electron, {
      ...surroundings,
      packaged,
      vault: verdict.vault ?? join(app.getPath('userData'), 'vault'),
      entropy: systemEntropy,
      clipboardGuard,
      tell,
    });
  } catch (error) {
    if (error instanceof KeystoreFailure) await tell(error.problem);
    else await tell('unexpected', error instanceof Error ? error.message : '');
  }
}

/** The command line without the arguments Electron itself added. */
function ownArguments({ argv, root }: Surroundings, packaged: boolean): string[] {
  const args = argv.slice(1);
  return packaged ? args : args.filter((argument) => argument.startsWith('-') || resolve(argument) !== root);
}
