import type { CaseId, ReportId } from '../domain/ids.ts';
import { parseCheckpoint } from '../ledger/checkpoint.ts';
import type { EntryView } from './audit.contract.ts';
import type { EngineClient } from './contract.ts';
import type { CaseDetail, Sighting } from './review.contract.ts';

/** Everything that a dossier of a case is made of. */
export interface DossierMaterial {
  hotline: string;
  /** Who made it, and when. */
  by: string;
  madeAt: string;
  detail: CaseDetail;
  /** All of them, the newest first. */
  sightings: readonly Sighting[];
  /** By report; null where they were not asked for. */
  narratives: ReadonlyMap<ReportId, string> | null;
  /** The life of the case and of those merged into it, oldest first. */
  entries: readonly EntryView[];
  /** The entries with their proofs, as `audit check-proof` takes them (`hashline-selection/1`). */
  proof: string;
  /** The signed checkpoint to which every proof leads, as `hashline-verify --anchor` takes it. */
  checkpoint: string;
  /** C2SP verifier key of the ledger. */
  key: string;
}

const PAGE = 500;

/**
 * Reads what a dossier is made of. The ledger gets an entry of the export, and one of each narrative that is asked for.
 * @param options `withNarratives` reveals every narrative of the case
 */
export async function gatherDossier(
  client: Pick<EngineClient, 'review' | 'audit' | 'vault'>,
  id: CaseId,
  { withNarratives, madeAt }: { withNarratives: boolean; madeAt: string },
): Promise<DossierMaterial> {
  const { person, hotline } = await client.vault.session();
  const detail = await client.review.case({ id });
  const sightings = [...detail.sightings];
  for (let last = sightings.at(-1); last !== undefined && sightings.length < detail.summary.sightings; ) {
    const older = await client.review.sightings({ case: id, before: last.number });
    sightings.push(...older);
    last = older.at(-1);
  }
  const narratives = withNarratives ? new Map<ReportId, string>() : null;
  for (const { report, hasNarrative } of narratives === null ? [] : sightings) {
    if (!hasNarrative || narratives?.has(report)) continue;
    narratives?.set(report, (await client.review.revealNarrative({ case: id, report })).narrative);
  }
  const entries: EntryView[] = [];
  let cases: CaseId[] = [id];
  for (;;) {
    const after = entries.at(-1)?.seq;
    const page = await client.audit.timeline({
      case: id,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    entries.push(...page.entries);
    cases = page.cases;
    if (page.entries.length < PAGE) break;
  }
  const lines: string[] = [];
  for await (const piece of await client.audit.exportSelection({ case: cases })) lines.push(...piece.lines);
  const { key } = await client.audit.checkpoint();
  return {
    hotline: hotline.name,
    by: person.name,
    madeAt,
    detail,
    sightings,
    narratives,
    entries,
    proof: lines.map((line) => `${line}\n`).join(''),
    checkpoint: noteIn(lines),
    key,
  };
}

/** The note in the second line of a selection. */
function noteIn(lines: readonly string[]): string {
  const { checkpoint } = JSON.parse(lines[1] ?? '{}') as { checkpoint?: unknown };
  if (typeof checkpoint !== 'string' || parseCheckpoint(checkpoint) === null)
    throw new Error('a selection without its checkpoint');
  return checkpoint;
}
