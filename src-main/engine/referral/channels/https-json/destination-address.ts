/**
 * Why an address cannot be a destination's, or null. The address is shown, signed and connected to exactly as it is
 * written, so it must not contain a part that is not sent, or that is read as something else: each address has one
 * spelling, that of the URL standard.
 * @param text an `https:` address
 * @returns a clause that continues "the address"
 */
export function addressProblem(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'https:') return 'is not an https address';
  const authority = /^https:[\\/]*([^\\/?#]*)/i.exec(text)?.[1] ?? '';
  if (authority.includes('@')) {
    return 'has a name or password in it, which would never be sent: a desk knows the hotline by its certificate and key';
  }
  if (text.includes('#')) return 'has a fragment (#…) in it, which would never be sent';
  const path = url.pathname === '/' && url.search === '' ? '' : url.pathname;
  const spellings = [`${url.origin}${path}${url.search}`, `${url.origin}${url.pathname}${url.search}`];
  const [spelling] = spellings;
  return spellings.includes(text)
    ? null
    : `would be read as ${spelling}: if that is what is meant, write it so`;
}
