/** A settled entry whose rows do not follow, though it has effect. */
export interface Unapplied {
  readonly position: number;
  readonly kind: string;
  /** `refused`: a verifier finds a fault in it. `not-applicable`: the rows it builds on are not there. `erased`: what it enclosed is gone. */
  readonly why: 'refused' | 'not-applicable' | 'erased';
}
