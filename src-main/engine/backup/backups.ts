import type { BackupStep } from '../../../shared/contract/backup.contract.ts';
import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { rootOf } from '../../../shared/ledger/merkle.ts';
import type { LedgerHeader } from '../../../shared/ledger/verify.ts';
import { isRecipient } from '../../exchange/age-file.ts';
import type { DeviceSecret } from '../../ports/device-secret.ts';
import type { Files } from '../../ports/files.ts';
import { FILE_SECRET } from '../../ports/secret-files.ts';
import { KEYRING_FILE } from '../keys/keyring.ts';
import { recoveryFileOf } from '../keys/recovery.ts';
import { nodeLedgerCrypto, type SigningKey } from '../keys/signing-key.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import type { Session } from '../session/session.ts';
import type { Database } from '../storage/database.ts';
import type { DatabaseCopy } from '../storage/database-copy.ts';
import { conflict, damaged } from '../storage/failure.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';
import { type Contents, readStatement, STATEMENT_BYTES, writeBackup } from './backup-file.ts';

export interface BackupParts {
  db: Database;
  vault: VaultFacts;
  session: Session;
  ledger: Ledger;
  store: StoredRecord;
  header: LedgerHeader;
  logKey: SigningKey;
  ports: { files: Files; deviceSecret: DeviceSecret };
  /** The age recipient of the recovery key that the ledger names; null where the vault knows none. */
  recoveryRecipient: () => string | null;
}

/** Makes backups of the open vault, while people work in it. */
export class Backups {
  readonly #parts: BackupParts;

  constructor(parts: BackupParts) {
    this.#parts = parts;
  }

  /**
   * A backup as a stream of pieces. That it is made, and for whom, is recorded first and is in it. Of a vault that can only
   * be looked at it is made for the recovery key alone, and recorded later.
   * @param to age recipients; by default the recovery key's
   * @param by the person at work, or the workstation as a supervisor planned it
   * @throws Failure CONFLICT where a recipient is none, none is known, or another backup is under way; LOCKED where the
   * vault is locked meanwhile
   */
  async *create(to?: readonly string[], by: 'person' | 'device' = 'person'): AsyncGenerator<BackupStep> {
    const { session, db } = this.#parts;
    // Who else can open a backup has to stand in the record.
    if (session.isReadOnly && to !== undefined) throw conflict({ reason: 'read-only' });
    const recipients = to ?? this.#recoveryKey();
    this.refuseOthers(recipients);
    const at = session.now();
    if (session.isReadOnly) session.unrecorded('backed-up');
    else this.#record(recipients, by);
    const copy = db.copy();
    try {
      yield* this.#pieces(copy, recipients, at);
    } finally {
      copy.release();
    }
  }

  #record(recipients: readonly string[], by: 'person' | 'device'): void {
    const { session, ledger, db } = this.#parts;
    db.transaction(() => {
      const said = { recipients: [...recipients] };
      if (by === 'person') ledger.byPerson('backup.made', said);
      else ledger.byDevice('backup.scheduled', said);
      ledger.checkpoint();
    });
    session.announce('ledger');
  }

  /** @throws Failure CONFLICT where one is no age recipient */
  refuseOthers(recipients: readonly string[]): void {
    for (const recipient of recipients)
      if (!isRecipient(recipient))
        throw conflict({ reason: 'no-age-recipient', recipient: recipient.slice(0, 100) });
  }

  async *#pieces(copy: DatabaseCopy, recipients: readonly string[], at: string): AsyncGenerator<BackupStep> {
    const { store, header, logKey, vault } = this.#parts;
    const frontier = store.frontier();
    const small = this.#smallFiles();
    const contents: Contents = {
      format: 'hashline-backup/1',
      device: header.device,
      at,
      entries: frontier.size,
      root: toBase64(rootOf(frontier, nodeLedgerCrypto.sha256)),
      files: [
        ...small.map(({ name, content }) => ({ name, bytes: content.length })),
        { name: vault.fact('database'), bytes: copy.bytes },
      ],
    };
    const files = [...small.map(({ content }) => once(content)), copy.read()];
    let bytes = 0;
    let last: Uint8Array = new Uint8Array(0);
    for await (const piece of writeBackup(contents, files, recipients, logKey)) {
      bytes += piece.length;
      last = piece;
      const piece64 = toBase64(piece);
      yield { phase: 'copying', bytes: Math.min(bytes, copy.bytes), totalBytes: copy.bytes, piece: piece64 };
    }
    const { entries, root, sha256 } = readStatement(last.subarray(-STATEMENT_BYTES));
    yield { phase: 'done', result: { at, entries, root, bytes, sha256, recipients: [...recipients] } };
  }

  #recoveryKey(): string[] {
    const recipient = this.#parts.recoveryRecipient();
    if (recipient === null) throw conflict({ reason: 'no-recovery-recipient' });
    return [recipient];
  }

  /** The keys, which are encrypted like the database; without the device secret no passphrase would open them. */
  #smallFiles(): { name: string; content: Uint8Array }[] {
    const { files, deviceSecret } = this.#parts.ports;
    const [keyring, secret] = [files.read(KEYRING_FILE), deviceSecret.read()];
    if (keyring === null) throw damaged({ problem: 'keyring-missing' });
    if (secret === null) throw damaged({ problem: 'device-secret-missing' });
    const recovery = recoveryFileOf(this.#parts.vault.fact('database'));
    const sealed = files.read(recovery);
    return [
      { name: KEYRING_FILE, content: keyring },
      { name: FILE_SECRET, content: secret.slice() },
      ...(sealed === null ? [] : [{ name: recovery, content: sealed }]),
    ];
  }
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}
