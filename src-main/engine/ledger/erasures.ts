import type { Erased } from '../../../shared/ledger/erased.ts';
import type { ReadOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import { KINDS, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import { damaged } from '../storage/failure.ts';
import { digestOf } from './enclosure.ts';
import { KeptReading, type ReadRecord } from './kept-reading.ts';
import type { StoredRecord } from './stored-record.ts';

type Erasing = ReadOf<'enclosures.erased'>;

type ErasableRecord = ReadRecord & Pick<StoredRecord, 'enclosureAt'>;

/** Says which enclosures are gone because an entry of this record erased them, and what is left of each. */
export class Erasures {
  readonly #record: ErasableRecord;
  /** The number of the act by the number of the entry whose enclosure it erased. */
  readonly #acts: KeptReading<Map<number, number>>;
  /** What the last act that was asked about left, by entry. Acts erase enclosures that lie close together. */
  #left: { act: number; says: ReadonlyMap<number, unknown> } | null = null;

  constructor(record: ErasableRecord) {
    this.#record = record;
    this.#acts = new KeptReading(record, ['enclosures.erased'], () => new Map(), keep);
  }

  /** The act that erased what this entry enclosed; null where none did. */
  actOf(seq: number): number | null {
    return this.#acts.now().get(seq) ?? null;
  }

  /**
   * What an act left of what this entry enclosed.
   * @returns null where no act erased it
   * @throws Failure INTEGRITY where what the act encloses is gone too, or is not what it signed
   */
  leftOf(seq: number): unknown {
    const act = this.actOf(seq);
    if (act === null) return null;
    if (this.#left?.act !== act) this.#left = { act, says: this.#leftBy(act) };
    return this.#left.says.get(seq) ?? null;
  }

  /** Every act that erased something, with how many enclosures; the first one first. */
  all(): Erased[] {
    const counts = new Map<number, number>();
    for (const act of this.#acts.now().values()) counts.set(act, (counts.get(act) ?? 0) + 1);
    return [...counts].map(([by, entries]) => ({ by, entries })).sort((a, b) => a.by - b.by);
  }

  #leftBy(act: number): ReadonlyMap<number, unknown> {
    const [line = '{}'] = this.#record.linesFrom(act, 1);
    const kept = this.#record.enclosureAt(act);
    const unreadable = damaged({ problem: 'entry-unreadable', seq: act });
    if (kept === null || (JSON.parse(line) as { enclosed?: string }).enclosed !== digestOf(kept))
      throw unreadable;
    const enclosed = KINDS['enclosures.erased'].enclosure?.safeParse(JSON.parse(kept.text));
    if (!enclosed?.success) throw unreadable;
    return new Map(enclosed.data.left.map(({ entry, says }) => [entry, says]));
  }
}

function readErasing(line: string): Erasing | null {
  const { data } = JSON.parse(line) as { data?: unknown };
  return readData('enclosures.erased', data);
}

/** An act speaks of what was before it, and the first that erased something did. */
function keep(acts: Map<number, number>, seq: number, line: string): void {
  for (const entry of readErasing(line)?.entries ?? [])
    if (entry < seq && !acts.has(entry)) acts.set(entry, seq);
}
