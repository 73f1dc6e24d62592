import { type Command, Option } from 'commander';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { CaseDetail, Sighting } from '../../../shared/contract/review.contract.ts';
import { CaseId, ReportId } from '../../../shared/domain/ids.ts';
import { refusalsOf } from '../../../shared/domain/refusal.ts';
import { replyText } from '../../../shared/domain/replies/reply.ts';
import { ReplyKind, ReplyTexts } from '../../../shared/domain/replies/reply-texts.ts';
import { trueReplies } from '../../../shared/domain/replies/true-replies.ts';
import { LANGUAGES, type Language } from '../../../shared/locales/locales.ts';
import { Failure } from '../../engine/storage/failure.ts';
import { UsageError } from '../terminal/exit-code.ts';
import { keptTextOf, readKeptFile } from '../terminal/kept-file.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';
import { writeLines } from '../terminal/write-lines.ts';

interface ReplyFlags extends VaultOptions {
  lang: Language;
  kind?: ReplyKind;
  report?: string;
  texts?: string;
  out?: string;
}

/** The most reports of a case that an error names. */
const NAMED = 10;

/** Writes a reply to the reporter of a case, to be copied or saved. Nothing is sent, and nothing recorded. */
export function addReplyCommand(program: Command, shell: Shell): void {
  vaultCommand(program, 'reply <case>', 'writes a reply to the reporter of a case; Hashline never sends it')
    .addOption(
      new Option('--lang <language>', 'the language of the reporter')
        .choices(LANGUAGES)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--kind <kind>', 'what it says; as the case is unless given').choices(ReplyKind.options),
    )
    .option('--report <id>', 'the report it answers; not needed where the case has one')
    .option('--texts <file>', "the hotline's own texts in the form of assets/replies.json")
    .option('--out <file>', 'a text file instead of the screen')
    .action(async (caseText: string, options: ReplyFlags) => {
      const id = CaseId.safeParse(caseText);
      if (!id.success) throw new UsageError(`${caseText} is not the id of a case`);
      const texts = readTexts(shell, options);
      const { lang, out, kind: asked } = options;
      const { kind, report, text, state } = await withVault(shell, options, async (client) => {
        const detail = await client.review.case({ id: id.data });
        const kind = kindOf(detail, asked);
        const report = await reportOf(client, detail, options.report);
        const { hotline } = await client.vault.session();
        const date = new Date().toISOString().slice(0, 10);
        const text = replyText(texts, lang, kind, { hotline: hotline.name, reference: report, date });
        return { kind, report, text, state: detail.summary.state };
      });
      const terminal = shell.terminal(options);
      if (asked === undefined) terminal.say(`The reply is "${kind}": the case is ${state}.`);
      if (out !== undefined) await writeLines(out, once(text.split('\n')));
      const answer = { kind, language: lang, report, text, file: out ?? null };
      terminal.answer(answer, out === undefined ? text : `Wrote the reply to ${out}. Nothing was sent.`);
    });
}

/** @throws UsageError where the kind that was asked for is not true of the case */
function kindOf(
  { summary: { state }, mergedInto, assessments, referrals }: CaseDetail,
  asked: ReplyKind | undefined,
): ReplyKind {
  if (mergedInto !== null) throw new UsageError(`the case was merged into ${mergedInto}: name that one`);
  const kinds = trueReplies({ state, assessments, referrals }, new Date());
  const kind = asked ?? kinds.at(-1) ?? 'thanks';
  if (kinds.includes(kind)) return kind;
  const why =
    kind === 'referred' && kinds.includes('decided')
      ? 'nothing about the case was delivered, or it was retracted since'
      : `the case is ${state}, and no decision stands that can no longer be taken back`;
  throw new UsageError(`the reply "${kind}" would not be true: ${why}. True are: ${kinds.join(', ')}`);
}

/** @throws UsageError where the named report is not about the case, or none is named of several */
async function reportOf(
  client: EngineClient,
  { summary, sightings }: CaseDetail,
  asked: string | undefined,
): Promise<ReportId> {
  if (asked !== undefined) {
    const id = ReportId.safeParse(asked);
    if (!id.success) throw new UsageError(`${asked} is not the id of a report`);
    if (await isAbout(client, summary.id, sightings, id.data)) return id.data;
    throw new UsageError(`the report ${id.data} is not about this case`);
  }
  const reports = new Map(sightings.map((sighting) => [sighting.report, sighting]));
  const [only, ...others] = reports.keys();
  if (only === undefined) throw new UsageError('no report of this case is known');
  if (others.length === 0 && summary.sightings <= sightings.length) return only;
  const named = [...reports.values()]
    .slice(0, NAMED)
    .map(({ report, receivedAt, channel }) =>
      [`  ${report}`, receivedAt?.slice(0, 10) ?? 'unknown day', channel].join('  '),
    );
  const rest = reports.size > NAMED ? ['  and earlier ones'] : [];
  throw new UsageError(
    ['several reports are about this case: name one with --report', ...named, ...rest].join('\n'),
  );
}

async function isAbout(
  client: EngineClient,
  id: CaseId,
  newest: readonly Sighting[],
  report: ReportId,
): Promise<boolean> {
  for (let page = newest; ; ) {
    if (page.some((sighting) => sighting.report === report)) return true;
    const last = page.at(-1);
    if (last === undefined) return false;
    page = await client.review.sightings({ case: id, before: last.number });
  }
}

/** @throws Failure REFUSED where the file holds no texts, or a placeholder that there is not */
function readTexts(shell: Shell, { vault, texts }: ReplyFlags): ReplyTexts {
  const name = texts ?? 'replies.json';
  const text =
    texts === undefined
      ? keptTextOf(shell.ports(vault).assets.read(name), `assets/${name}`)
      : readKeptFile(texts);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${name} is no JSON: ${error.message}`);
    throw error;
  }
  const read = ReplyTexts.safeParse(value);
  if (read.success) return read.data;
  throw new Failure({ code: 'REFUSED', data: { refusals: refusalsOf(read.error, null) } });
}

async function* once(lines: string[]): AsyncGenerator<{ lines: string[] }> {
  yield { lines };
}
