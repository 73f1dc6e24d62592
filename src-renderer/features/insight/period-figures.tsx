import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FiguresPeriod, readPeriod } from '../../../shared/domain/figures/period.ts';
import { boardSections } from '../../../shared/domain/publications/board-sections.ts';
import type { Block, FigureTable } from '../../../shared/domain/publications/publication.ts';
import { emptyTexts } from '../../../shared/domain/publications/publication-texts.ts';
import { publicationWords } from '../../../shared/domain/publications/publication-words.ts';
import { isLanguage, locales } from '../../../shared/locales/locales.ts';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import screen from './figures-screen.module.css';
import type { ComparedFigures } from './insight-store.ts';
import css from './period-figures.module.css';

interface PeriodFiguresProps {
  period: FiguresPeriod;
  /** Null while they are counted. */
  compared: ComparedFigures | null;
  onPeriod: (period: FiguresPeriod) => void;
}

/** The figures of a period beside those of the one before, as the record alone gives them (docs/figures.md). */
export function PeriodFigures({ period, compared, onPeriod }: PeriodFiguresProps) {
  const { t, i18n } = useTranslation();
  const [text, setText] = useState(`${period.from}..${period.through}`);
  const language = isLanguage(i18n.language) ? i18n.language : 'en';
  const words = publicationWords(language, locales[language]);
  const tables =
    compared === null ? [] : boardSections({ ...compared, texts: emptyTexts() }, words).flatMap(tablesOf);
  const read = readPeriod(text.trim());
  return (
    <div className={screen.stack}>
      <div className={css.period}>
        <TextField
          label={t('publication.dialog.period')}
          hint={t('publication.dialog.periodHint')}
          value={text}
          onChange={(typed) => {
            setText(typed);
            const chosen = readPeriod(typed.trim());
            if (chosen !== null) onPeriod(chosen);
          }}
          error={read === null ? t('publication.dialog.periodWrong') : null}
        />
      </div>
      {compared === null && <p role="status">{t('figures.counting')}</p>}
      <div className={screen.grid}>
        {tables.map((table) => (
          <ComparedTable key={table.caption} table={table} />
        ))}
      </div>
    </div>
  );
}

const tablesOf = ({ blocks }: { blocks: readonly Block[] }): FigureTable[] =>
  blocks.flatMap((block) => ('table' in block ? [block.table] : []));

/** Numbers of two periods; the bar shows the share of the first, which stands beside it as a number. */
function ComparedTable({ table: { caption, columns, rows, meaning, note } }: { table: FigureTable }) {
  const { t } = useTranslation();
  const format = useFormat();
  const largest = Math.max(1, ...rows.map(({ values }) => values[0] ?? 0));
  return (
    <Card title={caption} flush>
      <table className={css.compared} aria-label={caption}>
        <thead>
          <tr>
            <td />
            <td />
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            <th scope="col" className={css.change}>
              {t('publication.column.change')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, values: [now = null, before = null] }) => (
            <tr key={name}>
              <th scope="row" className={css.name}>
                {name}
              </th>
              <td className={css.barCell}>
                <div className={screen.bar} style={{ width: `${((now ?? 0) / largest) * 100}%` }} />
              </td>
              {[now, before].map((value, column) => (
                <td key={columns[column]}>
                  {value === null ? t('publication.unknown') : format.number(value)}
                </td>
              ))}
              <td className={css.change}>
                {now === null || before === null ? '–' : signed(now - before, format.number)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css.meaning}>{[meaning, note].filter(Boolean).join(' ')}</p>
    </Card>
  );
}

const signed = (change: number, number: (value: number) => string): string =>
  `${change > 0 ? '+' : change < 0 ? '−' : '±'}${number(Math.abs(change))}`;
