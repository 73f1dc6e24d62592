import type { Migration } from '../../storage/migration.ts';

export const teamSchema: Migration = {
  number: 15,
  reason:
    'How far the order of the hotline is settled here, and how to take back what waits for its place in it',
  tables: {
    team: { is: 'local' },
    team_undo: { is: 'local' },
    team_unapplied: { is: 'local' },
    team_keys: { is: 'local' },
    team_sealed: { is: 'local' },
    team_invitations: { is: 'local' },
    team_joining: { is: 'local' },
    team_joined: { is: 'local' },
  },
  sql: `
    -- One row where this vault is a seat of several.
    CREATE TABLE team (
      one INTEGER PRIMARY KEY CHECK (one = 0),
      -- The entries whose place is settled, and the right edge of the tree over them.
      settled INTEGER NOT NULL, roots TEXT NOT NULL,
      -- The end of the last entry of another workstation among them, and what this one last stated it had seen.
      foreign_to INTEGER NOT NULL, stated INTEGER NOT NULL,
      -- The newest epoch that a settled entry opened.
      epoch INTEGER NOT NULL,
      -- While entries of others are taken in, nothing is noted to be taken back.
      taking INTEGER NOT NULL DEFAULT 0 CHECK (taking = 0 OR taking = 1)
    ) STRICT;
    -- How each change of a row since the settled entries is taken back: the last one first.
    CREATE TABLE team_undo (
      number INTEGER PRIMARY KEY, position INTEGER NOT NULL, statement TEXT NOT NULL
    ) STRICT;
    -- Settled entries whose rows could not follow.
    CREATE TABLE team_unapplied (position INTEGER PRIMARY KEY, kind TEXT NOT NULL, why TEXT NOT NULL) STRICT;
    -- The keys that seal deeds, one an epoch.
    CREATE TABLE team_keys (epoch INTEGER PRIMARY KEY, key TEXT NOT NULL) STRICT;
    -- From which place on settled deeds are sealed with another epoch's key than the ones before; the first ones are of epoch 1.
    CREATE TABLE team_sealed (position INTEGER PRIMARY KEY, epoch INTEGER NOT NULL) STRICT;
    -- Seats that people were invited to here, and restored ones that are let in again, which then replace another. The code
    -- follows from the command, and from the key of who invited.
    CREATE TABLE team_invitations (
      device TEXT PRIMARY KEY, person TEXT, replaces TEXT, command TEXT NOT NULL, invited_by TEXT NOT NULL, at TEXT NOT NULL, withdrawn_at TEXT,
      -- When it came to an end, and how.
      ended_at TEXT, ended TEXT CHECK (ended IN ('joined', 'withdrawn')), CHECK ((ended_at IS NULL) = (ended IS NULL)),
      CHECK ((person IS NULL) = (replaces IS NOT NULL))
    ) STRICT, WITHOUT ROWID;
    -- The hub's log, where the one here was another branch that it joined, until the next unlock: where the two leave each
    -- other, and the keys of its epochs (JSON); and its entries from there on.
    CREATE TABLE team_joining (one INTEGER PRIMARY KEY CHECK (one = 0), said TEXT NOT NULL) STRICT;
    CREATE TABLE team_joined (
      position INTEGER PRIMARY KEY, line TEXT NOT NULL, salt TEXT, enclosure TEXT, epoch INTEGER NOT NULL,
      CHECK ((salt IS NULL) = (enclosure IS NULL))
    ) STRICT;
  `,
};
