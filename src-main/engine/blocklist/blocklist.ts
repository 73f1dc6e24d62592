import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  BlocklistExport,
  BlocklistPreview,
  LeftOut,
} from '../../../shared/contract/blocklist.contract.ts';
import { type BlockItem, nextSerial } from '../../../shared/domain/blocklist.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { HotlineKey } from '../../exchange/hotline-signature.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import { sshPublicKey, sshSign } from '../../exchange/ssh-signature.ts';
import type { Assessments } from '../assessment/assessments.ts';
import type { Cases } from '../cases/cases.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import type { Warrants } from '../ledger/warrants.ts';
import type { Referrals } from '../referral/referrals.ts';
import type { Session } from '../session/session.ts';
import { conflict } from '../storage/failure.ts';
import { type Blockable, blockable, differenceOf, itemsOf } from './blockable.ts';
import type { BlocklistStore, ListedItem } from './blocklist.store.ts';
import { type ListFile, listFiles, sumsOf } from './list-files.ts';

export interface BlocklistParts {
  session: Session;
  protocol: Protocol;
  store: BlocklistStore;
  record: StoredRecord;
  warrants: Warrants;
  cases: Cases;
  assessments: Assessments;
  referrals: Referrals;
  waitsForSecond: (caseId: string) => 'second-review' | 'golden-case' | null;
  hotline: { readonly name: string; readonly country: string };
  hotlineKey: HotlineKey;
}

/** Names what is signed, so that no signature for another purpose can be shown for a list. */
const NAMESPACE = 'hashline-blocklist';
/** Cases that are looked at between other work. */
const LOOKED_AT = 200;
/** What a preview shows of a difference; the files of an export have all of it. */
const SHOWN_ITEMS = 1000;
const SHOWN_EXPORTS = 100;

/** Lists what is confirmed and hosted abroad, for those who run resolvers and proxies. */
export class Blocklist {
  readonly #parts: BlocklistParts;

  constructor(parts: BlocklistParts) {
    this.#parts = parts;
  }

  /** @throws Failure CONFLICT as for an export */
  async preview({ since }: { since?: number }): Promise<BlocklistPreview> {
    const { store } = this.#parts;
    this.#mayExport(since);
    const { items, leftOut } = await this.#standing();
    const from = since ?? store.last();
    const { added, removed } = differenceOf(from === null ? [] : (store.itemsAt(from) ?? []), items);
    const first = (all: BlockItem[]) => ({ total: all.length, items: all.slice(0, SHOWN_ITEMS) });
    return {
      given: store.given(SHOWN_EXPORTS),
      ...countsOf(items),
      ...{ added: first(added), removed: first(removed), leftOut },
    };
  }

  /** @throws Failure CONFLICT where the policy does not allow it, or no list had the serial `since` */
  async export({ since, published }: { since?: number; published?: number }): Promise<BlocklistExport> {
    const { session, store } = this.#parts;
    this.#mayExport(since);
    const { items, leftOut } = await this.#standing();
    const done = session.clock.atOneTime(() =>
      store.transaction(() => ({ ...this.#record(items, since ?? null, published ?? null), leftOut })),
    );
    session.announce('ledger');
    return done;
  }

  #mayExport(since: number | undefined): void {
    const { protocol, store } = this.#parts;
    if (!protocol.policy.blocking.export) throw conflict({ reason: 'blocking-not-allowed' });
    if (since !== undefined && store.itemsAt(since) === null)
      throw conflict({ reason: 'serial-not-exported' });
  }

  #record(
    items: readonly BlockItem[],
    since: number | null,
    published: number | null,
  ): Omit<BlocklistExport, 'leftOut'> {
    const { session, store, hotline, hotlineKey } = this.#parts;
    const previous = store.last();
    const before = previous === null ? [] : (store.itemsAt(previous) ?? []);
    const given = [previous, published].filter((serial) => serial !== null);
    const serial = nextSerial(given, session.nowMs());
    const step = differenceOf(before, items);
    const asked = since === null ? step : differenceOf(store.itemsAt(since) ?? [], items);
    const listed = withSerials(items, before, serial);
    const { name, country } = hotline;
    const files = listFiles({
      ...{ serial, previous, at: session.now(), hotline: { name, country }, items: listed },
      since: since === null ? null : { serial: since, ...asked },
    });
    const sums = { name: 'SHA256SUMS', text: sumsOf(files) };
    const signature = { name: 'SHA256SUMS.sig', text: sshSign(sums.text, NAMESPACE, hotlineKey) };
    const counts = countsOf(items);
    session.byPerson(
      'blocklist.exported',
      {
        ...{ serial, previous, ...counts, added: step.added.length, removed: step.removed.length },
        files: [...files, sums].map(digestOf),
      },
      step,
    );
    return {
      ...{ serial, previous, ...counts, added: asked.added.length, removed: asked.removed.length },
      files: [...files, sums, signature],
      signer: sshPublicKey(hotlineKey),
    };
  }

  async #standing(): Promise<{ items: BlockItem[]; leftOut: LeftOut }> {
    const { store, protocol } = this.#parts;
    const leftOut: LeftOut = { waiting: 0, hostingUnknown: 0, gone: 0, noAddress: 0, unproven: 0 };
    const listed: { address: string; host: string }[] = [];
    for (const [index, id] of store.calledIllegal().entries()) {
      const found = this.#look(id);
      if (typeof found === 'object') listed.push(found);
      else if (found !== 'off') leftOut[found] += 1;
      if (index % LOOKED_AT === LOOKED_AT - 1) await nextTurn();
    }
    return { items: itemsOf(listed, protocol.policy.blocking.dedicatedHosts), leftOut };
  }

  #look(id: CaseId): Blockable {
    const { session, protocol, record, warrants, cases, assessments, referrals, waitsForSecond } =
      this.#parts;
    const stored = cases.find(id);
    const decision = assessments.ofCase(id).findLast(({ withdrawnAt }) => withdrawnAt === null);
    if (stored === null || decision === undefined) return 'unproven';
    const standing = new Set(referrals.standingOfCase(id).map((referral) => referral.id));
    const takedowns = referrals
      .ofCase(id)
      .flatMap((referral) => (standing.has(referral.id) ? [referral.takedown] : []));
    const isUnsettled = waitsForSecond(id) === 'second-review';
    const found = blockable({ stored, decision, isUnsettled, takedowns }, protocol, session.nowMs());
    if (typeof found === 'string') return found;
    return warrants.isSigned(record.search.family(id), decision.id, decision.judgement) ? found : 'unproven';
  }
}

function countsOf(items: readonly BlockItem[]): { urls: number; hosts: number } {
  const hosts = items.filter(({ kind }) => kind === 'host').length;
  return { urls: items.length - hosts, hosts };
}

const digestOf = ({ name, text }: ListFile): { name: string; sha256: string } => ({
  name,
  sha256: sha256Hex(text),
});

/** Each item with the serial of the list on which it stands without a break. */
function withSerials(
  items: readonly BlockItem[],
  before: readonly ListedItem[],
  serial: number,
): ListedItem[] {
  const known = new Map(before.map(({ kind, value, since }) => [`${kind} ${value}`, since]));
  return items.map((item) => ({ ...item, since: known.get(`${item.kind} ${item.value}`) ?? serial }));
}
