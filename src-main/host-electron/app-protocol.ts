import { randomBytes } from 'node:crypto';
import { contentSecurityPolicy, pageHeaders } from '../page/content-security-policy.ts';
import type { PageFiles } from '../page/page-files.ts';
import { PAGE_ORIGIN, PAGE_URL } from './page-origin.ts';

const newNonce = () => randomBytes(16).toString('base64url');

/**
 * Answers `app://hashline/`: GET only, and only files listed in the page's table under exactly this address. The
 * address is compared as text and never parsed, decoded or joined, so a name cannot be written in a second way
 * (Electron security checklist 7 and 18).
 */
export function createPageAnswer(
  files: PageFiles,
  nonceSource: () => string = newNonce,
): (request: Pick<Request, 'method' | 'url'>) => Response {
  return ({ method, url }) => {
    const nonce = nonceSource();
    const headers = { ...pageHeaders, 'content-security-policy': contentSecurityPolicy(nonce) };
    if (method !== 'GET') return new Response(null, { status: 405, headers: { ...headers, allow: 'GET' } });
    const file = url.startsWith(PAGE_URL) ? files.find(url.slice(PAGE_ORIGIN.length), nonce) : null;
    if (!file) return new Response(null, { status: 404, headers });
    return new Response(new Uint8Array(file.body), { headers: { ...headers, 'content-type': file.type } });
  };
}
