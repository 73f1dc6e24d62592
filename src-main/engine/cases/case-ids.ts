import { createHmac } from 'node:crypto';
import { CaseId, uuidv8 } from '../../../shared/domain/ids.ts';

/** The id of a new case, by the strongest key of its first subject. */
export type CaseIds = (key: string, attempt: number) => CaseId;

/**
 * Case ids that follow from the subject: the same subject taken in at two workstations of a hotline is one case. An
 * HMAC, because whoever knows a hash must not recognise the case in a record.
 * @param identityKey 32 bytes, base64, the same at every workstation
 */
export function caseIds(identityKey: string): CaseIds {
  const secret = Buffer.from(identityKey, 'base64');
  return (key, attempt) =>
    CaseId.parse(uuidv8(createHmac('sha256', secret).update(`hashline-case/1\n${attempt}\n${key}`).digest()));
}
