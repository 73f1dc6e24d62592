/** Where a report saw a case hosted; each part as the report says it, or null. */
export interface SeenHosting {
  country: string | null;
  ip: string | null;
  /** For example `AS64496 Example`. */
  network: string | null;
}
