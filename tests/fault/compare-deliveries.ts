import { createHash } from 'node:crypto';
import { type DestinationId, ReferralId } from '../../shared/domain/ids.ts';
import { parseEntry } from '../../shared/ledger/entry.ts';
import { aCommand } from '../support/a-command.ts';
import type { MailServer } from '../support/a-mail-server.ts';
import { storedAt } from '../support/a-referring-vault.ts';
import type { AVault } from '../support/a-vault.ts';
import { Forger } from '../support/forger.ts';
import { inDatabaseOf } from '../support/vault-database.ts';

/** What a person found among the parked referrals, when they looked at what the mail server has. */
export interface Settled {
  parked: number;
  /** Among them, those whose outcome was unknown. */
  unknown: number;
  /** Among the unknown ones, those that had not arrived; the person sent them again. */
  notThere: number;
}

export interface Differences extends Settled {
  referrals: number;
  /** Acknowledged decisions that the vault, the desk or the mail server has not. */
  lost: number;
  /** Records at the desk beyond one for a decision. */
  duplicates: number;
  /** Messages at the mail server beyond one for a decision. */
  doubledMails: number;
  /** Bodies, keys and messages at a receiver that are not those of the vault and its ledger. */
  changed: number;
  /** Referrals that are not delivered in the end. */
  undelivered: number;
  ledgerProblems: number;
  damagedPages: number;
}

/** Sets up notices by mail for a destination, with one provider who answers for all of Belgium. */
export async function noticesTo(
  { client }: AVault,
  id: DestinationId,
  { ca }: MailServer,
  port: number,
): Promise<void> {
  const settings = {
    server: `smtp://127.0.0.1:${port}`,
    ca,
    from: 'notices@hotline.example',
    organisation: 'Example Hotline',
    first: 'send' as const,
  };
  await client.referral.addDestination({
    command: aCommand(),
    destination: { id, channel: { kind: 'xarf-mail', settings } },
  });
  const text = 'scope,value,address,language,name\ncountry,BE,abuse@provider.example,nl,Provider\n';
  await client.referral.importContacts({ command: aCommand(), text });
}

/** Sends what is left; lets a person look at each parked referral, send what is not there and confirm what is. */
export async function settleParked({ client }: AVault, mail: MailServer): Promise<Settled> {
  /** As long as something is delivered or parked in each round. */
  const drain = async () => {
    for (let before = Infinity; ; ) {
      let retrying = 0;
      const steps = await client.referral.send({ untilEmpty: true, timeoutMs: 600_000 });
      for await (const step of steps) retrying = step.retrying;
      if (retrying === 0 || retrying >= before) return;
      before = retrying;
    }
  };
  await drain();
  const settled: Settled = { parked: 0, unknown: 0, notThere: 0 };
  const arrived = new Set(mail.received.map(({ text }) => referralIn(text)));
  for (;;) {
    const { referrals } = await client.referral.outbox({ state: 'parked', limit: 500 });
    if (referrals.length === 0) break;
    for (const { id: text, reason } of referrals) {
      const id = ReferralId.parse(text);
      const isThere = arrived.has(id);
      const isUnknown = reason?.code === 'outcome-unknown';
      settled.parked += 1;
      if (isUnknown) settled.unknown += 1;
      if (isUnknown && !isThere) settled.notThere += 1;
      if (isThere) await client.referral.confirm({ command: aCommand(), id });
      else await client.referral.resume({ command: aCommand(), id });
    }
    await drain();
  }
  return settled;
}

/** Locks the vault and compares it with what the desk and the mail server have. */
export async function compareDeliveries(
  vault: AVault,
  acknowledged: readonly string[],
  deskDir: string,
  mail: MailServer,
): Promise<Omit<Differences, keyof Settled>> {
  let ledgerProblems = 0;
  for await (const step of await vault.client.audit.verify()) {
    if (step.phase === 'done') ledgerProblems = step.report.problems.length;
  }
  vault.lock();
  const atDesk = await storedAt(deskDir);
  const messages = mail.received.map(({ text }) => ({ id: referralIn(text), digest: sha256(text) }));
  return inDatabaseOf(vault.folder, (db) => {
    const rows = db
      .prepare('SELECT id, case_id, destination, state, body, idempotency_key FROM referrals')
      .all();
    const byId = new Map(rows.map((row) => [String(row.id), row]));
    const noticed = new Map(
      new Forger(db, vault.clock)
        .lines()
        .flatMap((line) => parseEntry(line) ?? [])
        .flatMap(({ kind, data }) => {
          const notice = kind === 'referral.delivered' ? (data.notice as Notice | undefined) : undefined;
          return notice ? [[String(data.referral), notice.messageSha256] as const] : [];
        }),
    );
    const caseOf = (id: string) => String(byId.get(id)?.case_id);
    const casesAtDesk = new Set(atDesk.map(({ body }) => body.subject.case as string));
    const casesMailed = new Set(messages.map(({ id }) => caseOf(id)));
    const assessed = new Set(
      db
        .prepare('SELECT case_id FROM assessments')
        .all()
        .map((row) => String(row.case_id)),
    );
    const whole = [assessed, casesAtDesk, casesMailed];
    const changedAtDesk = atDesk.filter(({ record }) => {
      const row = byId.get(record.referral);
      return row?.body !== record.body || row.idempotency_key !== record.idempotencyKey;
    });
    const textsOf = new Map<string, Set<string>>();
    for (const { id, digest } of messages) textsOf.set(id, (textsOf.get(id) ?? new Set()).add(digest));
    const changedMails = [...textsOf].filter(
      ([id, texts]) => texts.size > 1 || !byId.has(id) || !texts.has(noticed.get(id) ?? [...texts][0]!),
    );
    return {
      referrals: rows.length,
      lost: acknowledged.filter((id) => whole.some((set) => !set.has(id))).length,
      duplicates: atDesk.length - casesAtDesk.size,
      doubledMails: messages.length - casesMailed.size,
      changed: changedAtDesk.length + changedMails.length,
      undelivered: rows.filter(({ state }) => state !== 'delivered').length,
      ledgerProblems,
      damagedPages: db.prepare('PRAGMA cipher_integrity_check').all().length,
    };
  });
}

interface Notice {
  messageSha256: string;
}

/** The referral that a message is about, by its `Message-ID`. */
export const referralIn = (text: string): string =>
  /^Message-ID:\s+<referral\.([0-9a-f-]{36})@/im.exec(text)?.[1] ?? '';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
