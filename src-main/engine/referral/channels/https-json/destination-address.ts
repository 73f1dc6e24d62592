import type { RefusalDetail } from '../../../../../shared/domain/refusal-detail.ts';

/**
 * Why an address cannot be a destination's, or null. The address is shown, signed and connected to exactly as it is
 * written, so it must not contain a part that is not sent, or that is read as something else: each address has one
 * spelling, that of the URL standard.
 * @param text an `https:` address
 */
export function addressProblem(text: string): RefusalDetail | null {
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'https:') return { code: 'not-https' };
  const authority = /^https:[\\/]*([^\\/?#]*)/i.exec(text)?.[1] ?? '';
  if (authority.includes('@')) return { code: 'address-with-name' };
  if (text.includes('#')) return { code: 'address-with-fragment' };
  const spelling = `${url.origin}${url.pathname === '/' && url.search === '' ? '' : url.pathname}${url.search}`;
  const isPlain = text === spelling || text === `${url.origin}${url.pathname}${url.search}`;
  return isPlain ? null : { code: 'address-read-as', spelling };
}
