import type { SettingsOf } from '../../../../../shared/domain/channels/all-channels.ts';
import type { MailRoute } from '../../../../ports/mail.ts';

interface MailServer {
  host: string;
  port: number;
  security: 'tls' | 'starttls';
}

/**
 * Reads `smtp://host:port` (STARTTLS) or `smtps://host:port` (TLS from the beginning), with the ports 587 and 465 where
 * none is given (RFC 8314, RFC 6409).
 * @returns null where it is neither, or says more than that: a name and a password have settings of their own
 */
export function readServer(text: string): MailServer | null {
  const [, scheme, written = '', given] =
    /^(smtps?):\/\/([^/?#@:]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i.exec(text) ?? [];
  if (scheme === undefined) return null;
  const security = scheme.toLowerCase() === 'smtps' ? 'tls' : 'starttls';
  const port = Number(given ?? (security === 'tls' ? 465 : 587));
  if (port < 1 || port > 65_535) return null;
  const host = URL.parse(`http://${written}/`)?.hostname ?? '';
  return host === '' ? null : { host: host.replace(/^\[|\]$/g, ''), port, security };
}

/** @throws where the settings say no way, which their check excludes */
export function routeOf({ server, folder, ca, user, password }: SettingsOf<'xarf-mail'>): MailRoute {
  if (folder !== undefined) return { by: 'folder', path: folder };
  const read = readServer(server ?? '');
  if (read === null) throw new Error('a mail destination without a way');
  const login = user !== undefined && password !== undefined ? { user, password } : null;
  return { by: 'smtp', ...read, ca: ca ?? null, login };
}

/** `host:port` of the mail server; null for a folder. */
export function mailHost(settings: SettingsOf<'xarf-mail'>): string | null {
  const route = routeOf(settings);
  return route.by === 'smtp' ? `${route.host}:${route.port}` : null;
}
