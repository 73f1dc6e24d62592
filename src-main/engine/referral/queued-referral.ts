/** A referral as the courier reads it. */
export interface QueuedReferral {
  /** Its place in the order of the decisions. */
  line: number;
  id: string;
  caseId: string;
  destination: string;
  attempts: number;
  nextAttemptAtMs: number;
  idempotencyKey: string;
  body: string;
  /** An earlier attempt may have reached the desk, and no person has decided since that it is sent again. */
  attempted: boolean;
  /** A person let it go again after it was parked. */
  released: boolean;
}
