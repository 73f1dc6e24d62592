import { z } from 'zod';

/** How heavy a narrative may be to read. A person says so, or the policy by the type of site; never the text itself. */
export const Intensity = z.enum(['light', 'medium', 'heavy']);
export type Intensity = z.infer<typeof Intensity>;

/** The level to announce before a narrative, and who says so; null where nobody does. */
export function intensityOf(
  { intensity, siteType }: { intensity: Intensity | null; siteType: string | null },
  bySiteType: Readonly<Record<string, Intensity>>,
): { level: Intensity; by: 'hand' | 'site-type' } | null {
  if (intensity !== null) return { level: intensity, by: 'hand' };
  const type = siteType?.trim().toLowerCase() ?? '';
  const level = Object.hasOwn(bySiteType, type) ? bySiteType[type] : undefined;
  return level === undefined ? null : { level, by: 'site-type' };
}
