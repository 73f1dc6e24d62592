import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contentSecurityPolicy, pageHeaders } from '../../src-main/page/content-security-policy.ts';

/**
 * Runs as a page script of its own, because what Playwright evaluates is let past the policy. Every attempt says
 * `allowed` or `blocked`; what the browser reported as a violation stands beside it.
 */
const PROBE = `
const violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  violations.push(event.effectiveDirective));
const outcomes = {};
const attempt = async (name, act) => {
  try { outcomes[name] = (await act()) === false ? 'blocked' : 'allowed'; }
  catch { outcomes[name] = 'blocked'; }
};
const element = (name, change) => new Promise((resolve, reject) => {
  const made = document.createElement(name);
  made.onload = () => resolve(true);
  made.onerror = () => reject(new Error('blocked'));
  change(made);
  document.body.append(made);
  setTimeout(() => resolve(window.probed === name), 400);
});
const foreign = FOREIGN;
const guarded = GUARDED;
await attempt('innerHTML', () => { document.body.innerHTML = '<b>x</b>'; });
await attempt('insertAdjacentHTML', () => { document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); });
await attempt('document.write', () => { document.write('<b>x</b>'); });
await attempt('srcdoc', () => { document.createElement('iframe').srcdoc = '<b>x</b>'; });
await attempt('DOMParser', () => { new DOMParser().parseFromString('<b>x</b>', 'text/html'); });
await attempt('eval', () => (0, eval)('1'));
await attempt('new Function', () => new Function('return 1')());
await attempt('setTimeout of text', () => { setTimeout('window.probed = "timeout"', 0); });
await attempt('a policy of its own', () => { trustedTypes.createPolicy('evil', { createHTML: (x) => x }); });
await attempt('inline script', () => { const s = document.createElement('script'); s.textContent = 'window.probed = "script"'; document.body.append(s); return window.probed === 'script'; });
await attempt('foreign script', () => { const s = document.createElement('script'); s.src = foreign + '/x.js'; });
await attempt('onclick as text', () => { document.body.setAttribute('onclick', 'window.probed = "click"'); document.body.click(); return window.probed === 'click'; });
await attempt('inline style', () => { document.body.setAttribute('style', 'color: red'); return document.body.style.color === 'red'; });
await attempt('style element', () => { const s = document.createElement('style'); s.textContent = 'body { color: red }'; document.head.append(s); return s.sheet !== null && s.sheet.cssRules.length > 0; });
await attempt('foreign fetch', () => fetch(foreign + '/'));
await attempt('foreign WebSocket', () => new Promise((resolve, reject) => { const w = new WebSocket(foreign.replace('http', 'ws')); w.onopen = () => resolve(true); w.onerror = () => reject(new Error('blocked')); }));
await attempt('EventSource', () => new Promise((resolve, reject) => { const s = new EventSource(foreign + '/'); s.onopen = () => resolve(true); s.onerror = () => { s.close(); reject(new Error('blocked')); }; }));
await attempt('beacon', () => { navigator.sendBeacon(foreign + '/', 'x'); });
await attempt('image', () => element('img', (img) => { img.src = '/x.gif'; }));
await attempt('data: image', () => element('img', (img) => { img.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='; }));
await attempt('foreign image', () => element('img', (img) => { img.src = foreign + '/x.gif'; }));
await attempt('video', () => element('video', (video) => { video.src = foreign + '/x.mp4'; }));
await attempt('frame', () => element('iframe', (frame) => { frame.src = foreign + '/'; frame.onload = null; }));
await attempt('object', () => element('object', (object) => { object.data = foreign + '/'; }));
await attempt('worker of text', () => { new Worker(URL.createObjectURL(new Blob(['1']))); });
await attempt('base', () => { const b = document.createElement('base'); b.href = foreign; document.head.append(b); return document.baseURI.startsWith(foreign); });
if (guarded) await attempt('form', () => element('form', (form) => { form.action = foreign + '/'; form.method = 'post'; setTimeout(() => form.submit()); }));
await attempt('foreign font', () => new FontFace('x', 'url(' + foreign + '/x.woff2)').load());
await new Promise((resolve) => setTimeout(resolve, 300));
document.body.textContent = JSON.stringify({ outcomes, violations: [...new Set(violations)].sort() });
document.body.id = 'told';
`;

export interface CspProbe {
  address: string;
  stop: () => void;
}

/**
 * Serves the probe.
 * @param foreign another origin, the aim of the attempts
 * @param guarded under exactly the headers of the page; otherwise under none, to show that the probe can succeed
 */
export async function serveProbe(foreign: string, guarded: boolean): Promise<CspProbe> {
  const script = PROBE.replace('FOREIGN', JSON.stringify(foreign)).replace('GUARDED', String(guarded));
  const server = createServer((request, response) => {
    const isScript = request.url === '/probe.js';
    response.writeHead(200, {
      'content-type': isScript ? 'text/javascript' : 'text/html',
      ...(guarded && { ...pageHeaders, 'content-security-policy': contentSecurityPolicy('bm9uY2U', []) }),
    });
    response.end(
      isScript
        ? script
        : '<!doctype html><title>probe</title><body><script type="module" src="/probe.js"></script>',
    );
  });
  return { address: await listening(server), stop: () => close(server) };
}

/** Notes every request that reaches it. Chromium may open a connection ahead of a navigation it then blocks: empty, so not noted. */
export async function serveSink(): Promise<CspProbe & { arrived: string[] }> {
  const arrived: string[] = [];
  const server = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('x');
  });
  return { address: await listening(server), arrived, stop: () => close(server) };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function close(server: Server): void {
  server.close();
  server.closeAllConnections();
}
