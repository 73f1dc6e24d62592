import { hash } from 'node:crypto';
import { type FeedbackFile, FeedbackResult } from '../../../shared/contract/case-match.ts';
import type { MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import { savedFileName } from '../../../shared/contract/saved-file.ts';
import {
  FeedbackAlgorithm,
  type FeedbackReason,
  type GivenReason,
} from '../../../shared/domain/feedback-reason.ts';
import type { HashListId } from '../../../shared/domain/ids.ts';
import { ncmecFeedbackPath, ncmecFeedbackXml } from '../lists/formats/ncmec-feedback.ts';
import type { ListRecords } from '../lists/list-records.ts';
import type { StoredLists } from '../lists/stored-list.ts';
import type { Session } from '../session/session.ts';
import { conflict, notFound } from '../storage/failure.ts';
import type { CaseMatchStore } from './case-match.store.ts';
import type { MatchVerdictStore, ReportableVerdict } from './match-verdict.store.ts';

export interface MatchFeedbackParts {
  session: Session;
  verdicts: MatchVerdictStore;
  matches: CaseMatchStore;
  lists: StoredLists;
  content: ListRecords;
}

/** Most feedback files per answer. */
const AT_ONCE = 200;
/** Most verdicts looked at to fill them: those without a reason come before others. */
const MOST = 10_000;

/**
 * Writes feedback for the owner of a list: people's verdicts on its records, as files that are carried to the owner by
 * hand.
 */
export class MatchFeedback {
  readonly #parts: MatchFeedbackParts;

  constructor(parts: MatchFeedbackParts) {
    this.#parts = parts;
  }

  /** @throws Failure NOT_FOUND; CONFLICT where there is nothing to report */
  write(command: string, list: HashListId, reasons: readonly GivenReason[], affirm: boolean): FeedbackResult {
    const { session, verdicts, lists } = this.#parts;
    return session.perform(command, FeedbackResult, ['matching', 'ledger'], () => {
      if (!lists.find(list)) throw notFound({ what: 'hash-list', id: list });
      const said = verdicts.unreported(list, affirm ? ['rejected', 'confirmed'] : ['rejected'], MOST);
      if (said.length === 0) throw conflict({ reason: 'nothing-new-to-report' });
      const all = said.filter((word) => isExplained(word, reasons));
      const explained = all.slice(0, AT_ONCE);
      if (explained.length === 0) throw conflict({ reason: 'no-reason-for-these' });
      const files: FeedbackFile[] = [];
      for (const word of explained) {
        const path = this.#pathOf(list, word);
        if (path !== null) {
          const name = savedFileName('feedback', `${files.length + 1}-${word.algorithm}`);
          files.push({ name, path, verdict: word.verdict, xml: xmlOf(word, reasons) });
        }
      }
      const words = hash('sha256', files.map(({ path, xml }) => `${path}\n${xml}`).join('\n'));
      session.byPerson('match.reported', {
        list,
        verdicts: explained.map(({ id }) => id),
        files: files.length,
        filesSha256: words,
      });
      return {
        files,
        skipped: explained.length - files.length,
        unexplained: said.length - all.length,
      };
    });
  }

  /** Null where the owner accepts no feedback on this fingerprint. */
  #pathOf(list: HashListId, { pair, algorithm, value }: ReportableVerdict): string | null {
    const { matches, content } = this.#parts;
    if (!isTaken(algorithm)) return null;
    const ref = matches.refOf(list, pair);
    const record = ref === null ? null : content.recordOf(ref)?.record;
    if (!record?.sourceId || !record.member) return null;
    if (!record.hashes.some((hashed) => hashed.algorithm === algorithm && hashed.value === value))
      return null;
    return ncmecFeedbackPath({ member: record.member.id, record: record.sourceId, algorithm });
  }
}

const isTaken = (algorithm: MatchAlgorithm): algorithm is FeedbackAlgorithm =>
  FeedbackAlgorithm.safeParse(algorithm).success;

const reasonsFor = (reasons: readonly GivenReason[], of: MatchAlgorithm): FeedbackReason[] =>
  reasons
    .filter(({ algorithm }) => algorithm === null || algorithm === of)
    .map(({ guid, name }) => ({ guid, name }));

/**
 * Whether the verdict needs no further reason: one is given, it is a confirmation, or the owner accepts no feedback on
 * it.
 */
const isExplained = ({ verdict, algorithm }: ReportableVerdict, reasons: readonly GivenReason[]): boolean =>
  verdict === 'confirmed' || !isTaken(algorithm) || reasonsFor(reasons, algorithm).length > 0;

const xmlOf = ({ verdict, algorithm }: ReportableVerdict, reasons: readonly GivenReason[]): string =>
  ncmecFeedbackXml(
    verdict === 'confirmed'
      ? { verdict: 'affirmative' }
      : { verdict: 'negative', reasons: reasonsFor(reasons, algorithm) },
  );
