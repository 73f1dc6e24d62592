import type { Locator } from '@playwright/test';

/** Types a day into a date field, part by part, whatever the order of its language. @param day `2026-11-28` */
export async function enterDay(scope: Locator, label: string, day: string): Promise<void> {
  const [year = '', month = '', date = ''] = day.split('-');
  const field = scope.getByRole('group', { name: label });
  for (const [part, digits] of [
    [/^year/, year],
    [/^month/, month],
    [/^day/, date],
  ] as const) {
    await field.getByRole('spinbutton', { name: part }).click();
    await field.page().keyboard.type(digits);
  }
}
