import type { FiguresPeriod } from '../domain/figures/period.ts';
import { periodBefore } from '../domain/figures/period.ts';
import type { PublicationMaterial } from '../domain/publications/publication.ts';
import type { EngineClient } from './contract.ts';

const DAY_MS = 86_400_000;

/**
 * Reads what a publication is made of from a vault. Both periods are counted up to one signed checkpoint, which the
 * document names.
 */
export async function gatherPublication(
  client: Pick<EngineClient, 'audit' | 'insight' | 'vault'>,
  period: FiguresPeriod,
  own: Pick<PublicationMaterial, 'texts' | 'suppressBelow' | 'madeAt'>,
): Promise<PublicationMaterial> {
  const { hotline } = await client.vault.session();
  const { size, root, note } = await client.audit.checkpoint();
  const figures = await client.insight.figures({ ...period, size });
  const before = await client.insight.figures({ ...periodBefore(period), size });
  const dayAfter = new Date(Date.parse(`${period.through}T00:00:00.000Z`) + DAY_MS).toISOString();
  const { subjects, duplicates } = await client.insight.summary({
    ...{ from: period.from, to: dayAfter.slice(0, 10) },
  });
  return {
    ...own,
    ...{ hotline: hotline.name, figures, before },
    checkpoint: { origin: note.split('\n', 1)[0] ?? '', size, root, note },
    source: 'vault',
    subjects: { all: subjects, duplicates },
  };
}
