import type { NarrativeHit, SearchHit, SearchResult } from '../../../shared/contract/search.contract.ts';
import type { ReportId } from '../../../shared/domain/ids.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { type VaultOptions, withVault } from './open-engine.ts';
import type { Shell } from './shell.ts';
import { table } from './terminal.ts';

type Asked = VaultOptions & { limit: number };

/** Most that the engine gives at once. */
const AT_ONCE = { cases: 100, narratives: 20 };

/** Cases in which a text stands. */
export async function searchFor(shell: Shell, options: Asked, text: string): Promise<void> {
  const limit = Math.min(options.limit, AT_ONCE.cases);
  const found = await withVault(shell, options, (client) => client.search.find({ text, limit }));
  shell.terminal(options).answer(found, `${listed(found.hits)}\n${summary(found)}`);
}

/** Narratives in which a text stands: what is shown is recorded. */
export async function searchNarratives(shell: Shell, options: Asked, text: string): Promise<void> {
  const hits = await withVault(shell, options, async (client) => {
    const all: NarrativeHit[] = [];
    for (let before: ReportId | undefined; all.length < options.limit; ) {
      const limit = Math.min(options.limit - all.length, AT_ONCE.narratives);
      const page = await client.search.narratives({ text, limit, ...(before ? { before } : {}) });
      all.push(...page.hits);
      if (page.next === null) break;
      before = page.next;
    }
    return all;
  });
  const rows = hits.map(({ case: found, receivedAt, says }) => [
    ...[
      found.id,
      found.state,
      receivedAt?.slice(0, 10) ?? '',
      defangSubject(found.kind, found.subject),
      says,
    ],
  ]);
  const lines = table([['CASE', 'STATE', 'RECEIVED', 'SUBJECT', 'NARRATIVE'], ...rows]);
  shell.terminal(options).answer({ hits }, `${lines}\n${hits.length} narratives`);
}

const listed = (hits: readonly SearchHit[]): string =>
  table([
    ['CASE', 'STATE', 'RECEIVED', 'DECIDED', 'FOUND IN', 'SUBJECT'],
    ...hits.map(({ case: found, where, says, decided }) => [
      found.id,
      found.state,
      found.receivedAt?.slice(0, 10) ?? '',
      decided === null ? '' : `${decided.at.slice(0, 10)} ${decided.by.name}`,
      where === 'address' || where === 'case' ? where : `${where} ${shown(where, says)}`,
      defangSubject(found.kind, found.subject),
    ]),
  ]);

const shown = (where: SearchHit['where'], says: string): string =>
  where === 'referrer' ? defangSubject('url', says) : says;

function summary({ hits, waiting, more, unread }: SearchResult): string {
  const also = waiting.length > 0 ? `; ${waiting.length} wait for your second review` : '';
  const left = unread > 0 ? `; ${unread} sightings that came in just now were not looked at` : '';
  return `${hits.length} cases${more ? ' of more' : ''}${also}${left}`;
}
