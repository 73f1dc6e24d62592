// What Electron's own script does in a utility process before the program's (lib/utility/init.ts, parent-port.ts): `process.parentPort`,
// whose messages wait until somebody listens, and the program loaded by the ESM loader. Its TLS and its ciphers are BoringSSL's.
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import './boringssl.mjs';

const entry = process.argv[2];
process.argv.splice(1, 2, entry);

const ports = new Map();

class MessagePortMain extends EventEmitter {
  #waiting = [];
  #started = false;

  constructor(id) {
    super();
    this.id = id;
    ports.set(id, this);
  }

  postMessage(data) {
    process.send({ port: this.id, data });
  }

  start() {
    this.#started = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
  }

  close() {
    ports.delete(this.id);
    process.send({ port: this.id, closed: true });
  }

  take(data) {
    if (this.#started) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }
}

const portOf = (id) => ports.get(id) ?? new MessagePortMain(id);

const parentPort = new EventEmitter();
const waiting = [];
let started = false;
parentPort.postMessage = (message) => process.send({ parent: message });
parentPort.start = () => {
  started = true;
  for (const message of waiting.splice(0)) hand(message);
};
parentPort.pause = () => {
  started = false;
};
const hand = ({ parent, ports: ids }) => parentPort.emit('message', { data: parent, ports: ids.map(portOf) });
parentPort.on('newListener', (name) => {
  // The listener is added after this; what waits is delivered in a task of its own, as Mojo does.
  if (name === 'message' && parentPort.listenerCount('message') === 0) setImmediate(() => parentPort.start());
});
parentPort.on('removeListener', (name) => {
  if (name === 'message' && parentPort.listenerCount('message') === 0) parentPort.pause();
});

process.on('message', (message) => {
  if (message.port === undefined) {
    if (started) hand(message);
    else waiting.push(message);
  } else if (message.closed) {
    ports.get(message.port)?.emit('close');
    ports.delete(message.port);
  } else {
    portOf(message.port).take(message.data);
  }
});
process.on('disconnect', () => process.exit(0));

Object.defineProperty(process, 'parentPort', { value: parentPort, enumerable: true });
Object.defineProperty(process, 'type', { value: 'utility' });
await import(pathToFileURL(entry));
