/**
 * What runs in the preload's own world before the preload: `require` gives the modules Electron allows in a sandbox, of which Hashline
 * uses one; ports are real ones of the page whose other side is bridged to the stand-in. The page's world sees none of it.
 */
export const preloadSource = (preload: string): string => `(() => {
  const listeners = new Map();
  const ports = new Map();
  const require = (name) => {
    if (name !== 'electron') throw new Error('module not found: ' + name);
    return { ipcRenderer: { on: (channel, listener) => listeners.set(channel, listener) } };
  };
  const pack = (data) => {
    if (typeof data === 'string') return { text: data };
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    let latin = '';
    for (let at = 0; at < bytes.length; at += 8192) latin += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return { base64: btoa(latin) };
  };
  const unpack = ({ text, base64 }) => text ?? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const tell = (message) => __standinTell(JSON.stringify(message));
  globalThis.__standinMessage = (channel, message, ids) => {
    const given = ids.map((id) => {
      const { port1, port2 } = new MessageChannel();
      ports.set(id, port1);
      port1.onmessage = ({ data }) => tell({ port: id, data: pack(data) });
      port1.addEventListener('close', () => tell({ port: id, closed: true }));
      return port2;
    });
    listeners.get(channel)?.({ ports: given }, message);
  };
  globalThis.__standinDeliver = (id, data) => ports.get(id)?.postMessage(unpack(data));
  globalThis.__standinClose = (id) => ports.get(id)?.close();
  const module = { exports: {} };
  ((require, module, exports) => {
${preload}
  })(require, module, module.exports);
})()`;
