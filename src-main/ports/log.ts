/**
 * Everything Hashline ever writes into a log: a closed list of events with codes and names of our own parts, and no
 * text that came from outside. An address, a name, a hash or a passphrase has no field to stand in.
 */
export type LogEvent =
  | { event: 'started'; host: string; version: string }
  | { event: 'procedure-failed'; procedure: string; error: string }
  | { event: 'background-failed'; room: BackgroundRoom; error: string }
  | { event: 'engine-ended'; code: number };

/** What works while nobody asks. */
export type BackgroundRoom =
  | 'hash-lists'
  | 'importer'
  | 'matching'
  | 'reprioritising'
  | 'courier'
  | 'idle-lock'
  | 'recovery'
  | 'seat';

export interface Log {
  note(event: LogEvent): void;
}

/** The kind of an error without its message, which may quote what it was given. */
export function errorKind(error: unknown): string {
  const name = error instanceof Error ? error.constructor.name : typeof error;
  return /^[A-Za-z]{1,40}$/.test(name) ? name : 'Error';
}

/** One JSON line an event, with the time. */
export const stderrLog: Log = {
  note: (event) => process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`),
};

export class MemoryLog implements Log {
  readonly events: LogEvent[] = [];

  note(event: LogEvent): void {
    this.events.push(event);
  }
}
