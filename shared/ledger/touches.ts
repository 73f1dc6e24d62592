import type { Entry } from './entry.ts';
import { IdMap } from './id-map.ts';

/** The last entry of effect about something, and the last one before it by another workstation. */
interface Touch {
  readonly device: string;
  /** Place of the entry. */
  readonly at: number;
  /** Place of the other; -1 where there is none. */
  readonly otherAt: number;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Which entries of effect were the last about a thing: what a workstation may not have seen that signs about it too. */
export class Touches {
  readonly #ids: IdMap<Touch>;
  /** Sampling periods, which are few and have no id. */
  readonly #texts: ReadonlyMap<string, Touch>;

  private constructor(ids: IdMap<Touch>, texts: ReadonlyMap<string, Touch>) {
    this.#ids = ids;
    this.#texts = texts;
  }

  static readonly NONE = new Touches(IdMap.empty(), new Map());

  get size(): number {
    return this.#ids.size + this.#texts.size;
  }

  with(entry: Entry, at: number): Touches {
    return subjectsOf(entry).reduce<Touches>((touches, id) => touches.#with(id, entry.device, at), this);
  }

  /** Whether another workstation changed at `since` or later what an entry is about. */
  isForeign(entry: Entry, since: number): boolean {
    return subjectsOf(entry).some((id) => {
      const touch = this.#get(id);
      if (touch === undefined) return false;
      return (touch.device === entry.device ? touch.otherAt : touch.at) >= since;
    });
  }

  /** Without what everybody has seen. */
  since(at: number): Touches {
    let ids = this.#ids;
    for (const [id, touch] of ids) if (touch.at < at) ids = ids.without(id);
    return new Touches(ids, new Map([...this.#texts].filter(([, touch]) => touch.at >= at)));
  }

  #get(id: string): Touch | undefined {
    return UUID.test(id) ? this.#ids.get(id) : this.#texts.get(id);
  }

  #with(id: string, device: string, at: number): Touches {
    const last = this.#get(id);
    const otherAt = last === undefined ? -1 : last.device === device ? last.otherAt : last.at;
    const touch = { device, at, otherAt };
    return UUID.test(id)
      ? new Touches(this.#ids.with(id, touch), this.#texts)
      : new Touches(this.#ids, new Map(this.#texts).set(id, touch));
  }
}

/**
 * What an entry is about, where two people could act on it at once: people, workstations, assessments, proposals and
 * sampling periods.
 */
function subjectsOf({ data }: Entry): string[] {
  const { person, device, assessment, decision, proposal, period, secondReview, drawn, passed } = data;
  const draw = typeof secondReview === 'object' && secondReview !== null ? secondReview : {};
  const named = [
    person,
    device,
    assessment,
    decision,
    proposal,
    period,
    'period' in draw ? draw.period : null,
  ];
  const listed = [drawn, passed].flatMap((list) => (Array.isArray(list) ? list : []));
  return [...named, ...listed].filter((id) => typeof id === 'string');
}
