import { readLink } from './link.ts';
import { refang } from './refang.ts';
import type { RefusalDetail } from './refusal-detail.ts';
import { BIDI, CONTROL, type ReportedUrl, readWholeUrl, type UrlProblem } from './url.ts';

/** The subject of a report: an address of a host, or a link of another kind. */
export type ReportedAddress =
  | ({ kind: 'url' } & ReportedUrl)
  | { kind: 'link'; address: string; scheme: string; host: null; identity: string };

/** The detail of the refusal of a text that is no address. */
export const ADDRESS_DETAIL: Readonly<Record<UrlProblem, RefusalDetail>> = {
  'bad-url': { code: 'not-an-address' },
  'control-character': { code: 'control-characters' },
  'bidi-character': { code: 'direction-characters' },
};

/** Reads a reported address or link, even if it was defanged, without ever contacting anything. */
export function readAddress(reported: string): ReportedAddress | { problem: UrlProblem } {
  if (CONTROL.test(reported)) return { problem: 'control-character' };
  const address = refang(reported);
  const link = readLink(address);
  if (link !== null) {
    if (BIDI.test(address)) return { problem: 'bidi-character' };
    return {
      kind: 'link',
      address: address.replace(/^([a-z][a-z0-9+.-]*)[[({]:[\])}]/i, '$1:'),
      host: null,
      ...link,
    };
  }
  const url = readWholeUrl(address);
  return 'problem' in url ? url : { kind: 'url', ...url };
}
