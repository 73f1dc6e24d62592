/**
 * A text of the page with its placeholders filled in. The terminal speaks English only, because scripts read its
 * answers.
 */
export const filled = (text: string, values: Readonly<Record<string, unknown>>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
