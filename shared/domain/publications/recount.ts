import type { PublicationKind, PublicationMaterial, PublicationWords } from './publication.ts';

/** How to count the figures of a publication again, and what a recount cannot know. */
export function recount(
  kind: PublicationKind,
  { figures, checkpoint, source, suppressBelow, texts }: PublicationMaterial,
  words: PublicationWords,
): { command: string; sentences: string[] } {
  const { from, through } = figures.period;
  const say = (key: string) => words.text(`publication.recount.${key}`);
  const parts = [
    `hashline report ${kind} --from export.jsonl --period ${from}..${through}`,
    `--entries ${checkpoint.size} --lang ${words.language}`,
    ...(suppressBelow === null ? [] : [`--suppress-below ${suppressBelow}`]),
    `--texts texts-v${texts.version}.json --out ${kind}.html`,
  ];
  return {
    command: parts.join(' '),
    sentences: [
      say('who'),
      ...(source === 'vault' ? [say('beyond')] : []),
      ...(figures.entries.withheld > 0 ? [say('withheldText')] : []),
      say('how'),
    ],
  };
}
