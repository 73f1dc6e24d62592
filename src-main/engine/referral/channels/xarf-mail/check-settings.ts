import { isAbsolute } from 'node:path';
import type { SettingsOf } from '../../../../../shared/domain/channels/all-channels.ts';
import { checkAuthority, refuseSetting } from '../refuse-setting.ts';
import { readServer } from './mail-route.ts';

/**
 * Checks that the settings say exactly one way, and how it is used.
 * @throws Failure REFUSED
 */
export function checkSettings({ server, folder, ca, user, password }: SettingsOf<'xarf-mail'>): void {
  if ((server === undefined) === (folder === undefined))
    refuseSetting('server', { code: 'server-or-folder' });
  if (server !== undefined && readServer(server) === null)
    refuseSetting('server', { code: 'not-a-mail-server' });
  if ((user === undefined) !== (password === undefined))
    refuseSetting('password', { code: 'user-without-password' });
  if (folder !== undefined && !isAbsolute(folder)) refuseSetting('folder', { code: 'not-a-whole-path' });
  if (ca !== undefined) checkAuthority('ca', ca);
}
