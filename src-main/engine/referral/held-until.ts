/**
 * Until when a referral is held, so that its decision can be taken back. What the record says stays beside what this
 * workstation made of it, because rows that differ from the record look tampered with.
 */
export const HELD_UNTIL = 'coalesce(shortened_to, not_before)';

/** As the index says it, which lists none that were never held. */
export const MAY_BE_HELD = `state = 'queued' AND ${HELD_UNTIL} > 0`;
