import { EventEmitter } from 'node:events';

/** What travels through a port here: the transport of the page sends text and bytes, and nothing else is bridged. */
export type PortData = string | Uint8Array;

/** Where an end of a channel went: the engine's process, or the page. */
export interface FarEnd {
  deliver(port: number, data: PortData): void;
  closed(port: number): void;
}

let made = 0;

/** One end of a channel: held here until it is handed on, and silent until it is started. */
export class Port extends EventEmitter {
  readonly id = ++made;
  peer!: Port;
  #far: FarEnd | null = null;
  #started = false;
  #closed = false;
  #waiting: PortData[] = [];

  postMessage(data: PortData): void {
    if (this.#closed || this.#far) throw new Error('a port that was handed on or closed sends nothing');
    this.peer.take(data);
  }

  start(): void {
    this.#started = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.peer.peerClosed();
  }

  /** From the other end. */
  take(data: PortData): void {
    if (this.#closed) return;
    if (this.#far) this.#far.deliver(this.id, data);
    else if (this.#started) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }

  peerClosed(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#far) this.#far.closed(this.id);
    else this.emit('close');
  }

  /** Hands this end to another process, with what waited for it. */
  moveTo(far: FarEnd): void {
    if (this.#far || this.#started) throw new Error('a port is handed on once, before it is started');
    this.#far = far;
    for (const data of this.#waiting.splice(0)) far.deliver(this.id, data);
    if (this.#closed) far.closed(this.id);
  }

  /** What the process that holds this end sends through it. */
  fromFar(data: PortData): void {
    if (!this.#closed) this.peer.take(data);
  }

  /** The process that holds this end closed it, or ended. */
  farClosed(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.peer.peerClosed();
  }
}

export class MessageChannelMain {
  readonly port1 = new Port();
  readonly port2 = new Port();

  constructor() {
    this.port1.peer = this.port2;
    this.port2.peer = this.port1;
  }
}
