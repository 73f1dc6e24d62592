/** A subject of a test file: what it is, where it is hosted. */
export interface TestSubject {
  host: string;
  country: string | null;
}

/** Reports as Hashline's own JSON lines, one subject each; all hosts are reserved names. */
export function reportsFile(subjects: readonly TestSubject[], receivedAt = new Date()): Buffer {
  const lines = subjects.map(({ host, country }, index) =>
    JSON.stringify({
      format: 'hashline-report/1',
      receivedAt: new Date(receivedAt.getTime() - index * 60_000).toISOString(),
      channel: 'web-form',
      narrative: `Seen by a visitor, line ${index + 1}.`,
      subjects: [{ kind: 'url', url: `https://${host}/page-${index + 1}`, hosting: { country } }],
    }),
  );
  return Buffer.from(`${lines.join('\n')}\n`);
}
