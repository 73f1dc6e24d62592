/** Joins the class names that are not empty or false. */
export const classNames = (...names: (string | false | null | undefined)[]): string =>
  names.filter((name) => name !== false && name !== null && name !== undefined && name !== '').join(' ');
