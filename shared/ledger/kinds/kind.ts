import type { z } from 'zod';
import type { Duty } from '../../domain/duty.ts';

/** What a supervisor looks for, each a set of kinds. */
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
 * Who signs: the person at the workstation; another person, beside whatever session is open; the workstation itself, what
 * follows from rules and what it observed; or the offline recovery key.
 */
type Signer = 'person' | 'other' | 'device' | 'recovery';

/**
 * What several workstations of one hotline may do with an entry of the kind. `firm`: made only in touch with the others, one
 * after another; `free`: made at any time, alone too; `machine`: made by whichever workstation has the task, and the first of
 * those about the same thing counts.
 */
type KindClass = 'firm' | 'free' | 'machine';

/** What every verifier carries from entry to entry: people with their keys and the recovery key, what waits for a second person, and witnesses. */
type Carried = 'people' | 'reviews' | 'policies' | 'witnesses';

type Facts = Readonly<Record<string, unknown>>;

/** All there is to say of a kind of entry, except its words on the page. */
export interface Kind<Name extends string, Data extends z.ZodType<Facts, Facts>, By extends Signer> {
  readonly name: Name;
  /**
   * What an entry of the kind says. `data.case` is the case it is about. Entries stay for years: a member that is added is
   * optional, a choice is never taken away, and a text is no narrower than what was once let in.
   */
  readonly data: Data;
  readonly signer: By;
  /** What its signer must be allowed to do; null where no person may sign it at all. */
  readonly duty: Duty | null;
  readonly group: KindGroup;
  readonly class: KindClass;
  /**
   * Ids it names beside the case it is about: it is found where somebody looks for one of these. Takes data of any form, since
   * whether an entry fits what was asked for is part of a verdict; what is no text counts for nothing.
   */
  readonly mentions: (data: Facts) => readonly unknown[];
  /** What it can change of what a verifier carries; skimming reads no entry of other kinds. */
  readonly changes: readonly Carried[];
  /** Whether a checkpoint must follow it, made in the same transaction. */
  readonly isSealed: boolean;
}

type Said<Data, By extends Signer> = {
  data: Data;
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
>(name: Name, said: Said<Data, By>): Kind<Name, Data, By> {
  const { data, signer, duty = null, group, mentions = () => [], changes = [], isSealed = false } = said;
  return { name, data, signer, duty, group, class: said.class, mentions, changes, isSealed };
}
