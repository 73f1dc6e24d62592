import { Classification } from '../assessment.ts';
import { TakedownStatus } from '../takedown.ts';
import type { FigureTable, PublicationMaterial, PublicationWords, Section, TableRow } from './publication.ts';

/**
 * The yearly report of a trusted flagger under Article 22(3) of Regulation (EU) 2022/2065: notices by the identity of
 * the provider, by the type of content and by the action taken, and how independence is kept.
 */
export function trustedFlaggerSections(material: PublicationMaterial, words: PublicationWords): Section[] {
  const { notices } = material.figures;
  const { trustedFlagger } = material.texts;
  const say = (key: string) => words.text(`publication.${key}`);
  const table = (
    caption: string,
    rows: readonly TableRow[],
    more: Partial<FigureTable> = {},
  ): FigureTable => ({
    ...{ caption: say(`caption.${caption}`), columns: [say('column.notices')], rows, adds: 'parts', ...more },
  });
  const providers = [
    ...notices.byProvider.map(({ provider, notices: sent }) => ({ name: provider, values: [sent] })),
    ...(notices.ofUnknownProvider === 0
      ? []
      : [{ name: words.text('common.unknown'), values: [notices.ofUnknownProvider] }]),
  ];
  const types = [...Classification.options, 'unstated'].map((type) => ({
    ...{ name: say(`noticeType.${type}`), values: [notices.byType[type] ?? 0] },
  }));
  const actions = ['none', ...TakedownStatus.options].map((status) => ({
    name: status === 'none' ? say('noAnswer') : words.text(`enum.takedown.${status}`),
    values: [notices.byAction[status] ?? 0],
  }));
  const chapter = (title: string, ...blocks: Section['blocks']): Section => ({
    ...{ title: say(`dsa.${title}`), level: 2, blocks },
  });
  return [
    chapter(
      'who',
      { heading: say('dsa.designation'), text: trustedFlagger.designation },
      { heading: say('dsa.contact'), text: trustedFlagger.contact },
    ),
    chapter('byProvider', {
      table: table('byProvider', providers, {
        pools: true,
        ...(material.source === 'vault' ? {} : { note: say('providersUnknown') }),
      }),
    }),
    chapter('byType', { table: table('byType', types) }),
    chapter('byAction', { table: table('byAction', actions, { note: say('actionsNote') }) }),
    chapter('independence', { text: trustedFlagger.independence }),
  ];
}
