import { useTranslation } from 'react-i18next';
import { HashAlgorithm } from '../../../shared/domain/hash-algorithm.ts';
import type { Hashes } from '../../../shared/domain/hashes.ts';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import css from './hash-table.module.css';

/** The common names of the algorithms. */
export const ALGORITHM_NAMES: Readonly<Record<HashAlgorithm, string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  pdq: 'PDQ',
  photodna: 'PhotoDNA',
};

/** Hash values in groups of eight, so that two can be compared by eye; copied without the gaps. */
export function HashTable({ hashes }: { hashes: Hashes }) {
  const { t } = useTranslation();
  return (
    <Card title={t('case.hashes')} flush>
      <ul>
        {HashAlgorithm.options.map((algorithm) => {
          const value = hashes[algorithm];
          return (
            value !== undefined && (
              <li key={algorithm} className={css.row}>
                <span className={css.name}>{ALGORITHM_NAMES[algorithm]}</span>
                <code className={css.value}>
                  {groupsOf(value).map((group) => (
                    <span key={group.at}>{group.text}</span>
                  ))}
                </code>
                <CopyButton text={value} what={ALGORITHM_NAMES[algorithm]} />
              </li>
            )
          );
        })}
      </ul>
    </Card>
  );
}

const groupsOf = (value: string): { at: number; text: string }[] =>
  Array.from({ length: Math.ceil(value.length / 8) }, (_, index) => ({
    at: index,
    text: value.slice(index * 8, index * 8 + 8),
  }));
