/**
 * Everything Hashline ever writes into a log: a closed list of events with codes and names of our own parts, and no
 * text from outside. No field can hold an address, a name, a hash or a passphrase.
 */
export type LogEvent =
  | { event: 'started'; host: string; version: string }
  | { event: 'procedure-failed'; procedure: string; error: string }
  | { event: 'background-failed'; room: BackgroundRoom; error: string }
  | { event: 'engine-ended'; code: number };

/** The parts that do background work. */
export type BackgroundRoom =
  | 'backup'
  | 'hash-lists'
  | 'importer'
  | 'matching'
  | 'reprioritising'
  | 'courier'
  | 'pulls'
  | 'idle-lock'
  | 'people'
  | 'recovery'
  | 'room'
  | 'search'
  | 'second-review'
  | 'seat'
  | 'team';

export interface Log {
  note(event: LogEvent): void;
}

/** The kind of an error, without its message, which may quote its input. */
export function errorKind(error: unknown): string {
  const name = error instanceof Error ? error.constructor.name : typeof error;
  return /^[A-Za-z]{1,40}$/.test(name) ? name : 'Error';
}

/** Writes one JSON line per event, with the time. */
export const stderrLog: Log = {
  note: (event) => process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`),
};

export class MemoryLog implements Log {
  readonly events: LogEvent[] = [];

  note(event: LogEvent): void {
    this.events.push(event);
  }
}
