/** Whole days (UTC), both included. */
export interface FiguresPeriod {
  from: string;
  through: string;
}

/**
 * Reads `2026`, `2026-11` or `2026-10-01..2026-12-31`, both days included.
 * @returns null where it is none, a day does not exist, or the end is before the beginning
 */
export function readPeriod(text: string): FiguresPeriod | null {
  const [, year, month] = /^(\d{4})(?:-(\d\d))?$/.exec(text) ?? [];
  if (year !== undefined) {
    if (month === undefined) return { from: `${year}-01-01`, through: `${year}-12-31` };
    if (Number(month) < 1 || Number(month) > 12) return null;
    const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
    return { from: `${year}-${month}-01`, through: `${year}-${month}-${String(last).padStart(2, '0')}` };
  }
  const [, from = '', through = ''] = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(text) ?? [];
  return isDay(from) && isDay(through) && from <= through ? { from, through } : null;
}

function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

/** Whether a day or an instant (UTC) is in the period. */
export const isWithin = (at: string, { from, through }: FiguresPeriod): boolean => {
  const day = at.slice(0, 10);
  return day >= from && day <= through;
};

const DAY_MS = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The period before: as many whole months where the period is whole months, or else as many days. */
export function periodBefore({ from, through }: FiguresPeriod): FiguresPeriod {
  const start = new Date(`${from}T00:00:00.000Z`);
  const after = new Date(Date.parse(`${through}T00:00:00.000Z`) + DAY_MS);
  const endBefore = dayOf(start.getTime() - DAY_MS);
  if (start.getUTCDate() === 1 && after.getUTCDate() === 1) {
    const months =
      (after.getUTCFullYear() - start.getUTCFullYear()) * 12 + after.getUTCMonth() - start.getUTCMonth();
    return {
      from: dayOf(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() - months, 1)),
      through: endBefore,
    };
  }
  return { from: dayOf(2 * start.getTime() - after.getTime()), through: endBefore };
}
