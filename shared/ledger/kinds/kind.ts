import type { z } from 'zod';
import type { Duty } from '../../domain/duty.ts';

/** Groups of kinds by which a supervisor filters. */
export const KIND_GROUPS = [
  'reports',
  'decisions',
  'deliveries',
  'lists',
  'people',
  'sessions',
  'record',
] as const;
export type KindGroup = (typeof KIND_GROUPS)[number];

/**
 * Who signs: the person at the workstation; another person, whether or not a session is open; the workstation itself,
 * for what it observed or derived from rules; or the offline recovery key.
 */
type Signer = 'person' | 'other' | 'device' | 'recovery';

/**
 * How an entry of the kind may be made when a hotline has several workstations. `firm`: only in contact with the
 * others, one after another; `free`: at any time, also alone; `machine`: by the workstation that has the task, and the
 * first of several about the same subject counts.
 */
type KindClass = 'firm' | 'free' | 'machine';

/**
 * The state that every verifier carries from entry to entry: people with their keys and the recovery key, workstations,
 * items that wait for a second person, witnesses, and branches that were joined.
 */
type Carried = 'people' | 'devices' | 'reviews' | 'policies' | 'witnesses' | 'branches';

type Facts = Readonly<Record<string, unknown>>;

/** The full definition of a kind of entry, except its texts on the page. */
export interface Kind<
  Name extends string,
  Data extends z.ZodType<Facts, Facts>,
  By extends Signer,
  Enclosure extends z.ZodType<Facts, Facts>,
> {
  readonly name: Name;
  /**
   * The data of an entry of the kind. `data.case` is the case it is about. Entries stay for years, so a new member is
   * optional, a choice is never removed, and a text is never restricted further than what was once accepted.
   */
  readonly data: Data;
  /**
   * What belongs to an entry of the kind and is not handed out with it, because it is content or would let one guess
   * content; null where the data says everything that the rows of the vault need. An entry names its digest.
   */
  readonly enclosure: Enclosure | null;
  readonly signer: By;
  /** The duty its signer must have; null where no person may sign it. */
  readonly duty: Duty | null;
  readonly group: KindGroup;
  readonly class: KindClass;
  /**
   * Ids it names besides the case it is about; it is found under each of them. Accepts data of any form, because
   * whether an entry matches a search is part of a verdict; values that are no text are ignored.
   */
  readonly mentions: (data: Facts) => readonly unknown[];
  /** The parts of a verifier's state it can change; skimming reads no entry of other kinds. */
  readonly changes: readonly Carried[];
  /** Whether a checkpoint must follow it, made in the same transaction. */
  readonly isSealed: boolean;
}

type Said<Data, By extends Signer, Enclosure> = {
  data: Data;
  enclosure?: Enclosure;
  signer: By;
  group: KindGroup;
  class: KindClass;
  mentions?: (data: Facts) => readonly unknown[];
  changes?: readonly Carried[];
  isSealed?: boolean;
} & (By extends 'person' | 'other' ? { duty: Duty } : { duty?: never });

export function kind<
  const Name extends string,
  Data extends z.ZodType<Facts, Facts>,
  const By extends Signer,
  Enclosure extends z.ZodType<Facts, Facts> = never,
>(name: Name, said: Said<Data, By, Enclosure>): Kind<Name, Data, By, Enclosure> {
  const {
    data,
    enclosure = null,
    signer,
    duty = null,
    group,
    mentions = () => [],
    changes = [],
    isSealed = false,
  } = said;
  return { name, data, enclosure, signer, duty, group, class: said.class, mentions, changes, isSealed };
}
