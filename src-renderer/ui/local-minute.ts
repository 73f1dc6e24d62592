/** A moment on the clock of this workstation, as a field for date and time holds it. */
export const localMinute = (date: Date): string =>
  new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
