const OWN_NAME = /^hashline-backup-\d{8}T\d{6}Z\.age$/;

/** A name by which backups sort by their time. */
export const backupName = (nowMs: number): string =>
  `hashline-backup-${new Date(nowMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z.age`;

/** Of these names, those of all but the newest `keep` backups that were named so; other files stay. */
export const oldBackups = (names: readonly string[], keep: number): string[] =>
  names
    .filter((name) => OWN_NAME.test(name))
    .sort()
    .slice(0, -keep);
