import { DeskInbox, DeskReferral, type DeskStep } from '../../../shared/domain/desk-page.ts';

/** @throws where the desk does not answer, or not with what its page shows */
export async function readInbox(): Promise<DeskInbox> {
  const answer = await fetch('/desk/referrals', { cache: 'no-store' });
  if (!answer.ok) throw new Error(`the desk answered ${answer.status}`);
  return DeskInbox.parse(await answer.json());
}

/** @throws where the desk did not record it */
export async function recordStep(referral: string, step: DeskStep): Promise<DeskReferral> {
  const answer = await fetch(`/desk/referrals/${referral}/steps`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(step),
  });
  if (!answer.ok) throw new Error(`the desk answered ${answer.status}`);
  return DeskReferral.parse(await answer.json());
}
