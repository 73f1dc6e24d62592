import { defang, defangHost, isUnlocatableHost, readUrl } from '../../../shared/domain/url.ts';
import { unicodeHost } from './unicode-host.ts';

/** A reported address split for reading. */
export interface AddressView {
  /** The whole address, defanged. */
  defanged: string;
  /** The parts of it, defanged, so that the host can be emphasised. */
  before: string;
  host: string;
  after: string;
  /** The host as a browser would show it and as it is registered, where the two differ. */
  unicode: string | null;
  punycode: string | null;
  mixedScript: boolean;
  unlocatable: boolean;
}

/** Prepares an address for reading, never as a link. */
export function addressView(raw: string): AddressView {
  const defanged = defang(raw);
  const parts = /^([a-z][a-z0-9+.-]*:\/\/)?([^/?#]+)(.*)$/is.exec(defanged);
  const read = readUrl(raw);
  const registered = 'problem' in read ? '' : read.host;
  const unicode = unicodeHost(registered);
  const differs = unicode.text !== registered || /[^\u0020-\u007e]/.test(raw.split('/')[2] ?? raw);
  return {
    defanged,
    before: parts?.[1] ?? '',
    host: parts?.[2] ?? defanged,
    after: parts?.[3] ?? '',
    unicode: differs ? defangHost(unicode.text) : null,
    punycode: differs ? defang(registered) : null,
    mixedScript: unicode.mixedScript,
    unlocatable: isUnlocatableHost(registered),
  };
}

/** `sha256:…` as a case's subject is stored, split for reading. */
export function fileView(subject: string): { algorithm: string; value: string } {
  const colon = subject.indexOf(':');
  return { algorithm: subject.slice(0, Math.max(colon, 0)), value: subject.slice(colon + 1) };
}
