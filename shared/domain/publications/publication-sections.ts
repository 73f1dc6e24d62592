import { boardSections } from './board-sections.ts';
import { inhopeSections } from './inhope-sections.ts';
import { nationalSections } from './national-sections.ts';
import type { PublicationKind, PublicationMaterial, PublicationWords, Section } from './publication.ts';
import { trustedFlaggerSections } from './trusted-flagger-sections.ts';

/** What a publication holds, by its kind. */
export const SECTIONS: Readonly<
  Record<PublicationKind, (material: PublicationMaterial, words: PublicationWords) => Section[]>
> = {
  national: nationalSections,
  inhope: inhopeSections,
  dsa: trustedFlaggerSections,
  board: boardSections,
};
