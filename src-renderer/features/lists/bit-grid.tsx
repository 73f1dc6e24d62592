import { useTranslation } from 'react-i18next';
import css from './bit-grid.module.css';
import { bitPicture } from './differing-bits.ts';

const SIDE = 16;
const CELL = 6;

/**
 * The 256 bits of a PDQ on the list: dark where set, crossed where the case's value differs. It is drawn as two paths:
 * the content security policy allows no images, and 256 elements for each match would be slow.
 */
export function BitGrid({ listed, asked }: { listed: string; asked: string }) {
  const { t } = useTranslation();
  const picture = bitPicture(listed, asked);
  if (picture === null) return null;
  const where = (bits: readonly boolean[], draw: (x: number, y: number) => string): string =>
    bits.map((on, at) => (on ? draw((at % SIDE) * CELL, Math.floor(at / SIDE) * CELL) : '')).join('');
  const size = SIDE * CELL;
  return (
    <svg
      className={css.grid}
      role="img"
      aria-label={t('matches.bits', { count: picture.distance })}
      viewBox={`-1 -1 ${size + 1} ${size + 1}`}
      width={size + 2}
      height={size + 2}
    >
      <path className={css.set} d={where(picture.set, (x, y) => `M${x} ${y}h5v5h-5z`)} />
      <path className={css.ground} d={where(picture.differ, (x, y) => `M${x - 0.5} ${y - 0.5}h6v6h-6z`)} />
      <path
        className={css.differ}
        d={where(picture.differ, (x, y) => `M${x + 0.5} ${y + 0.5}l4 4m0 -4l-4 4`)}
      />
    </svg>
  );
}
