/** Joins the class names that hold. */
export const classNames = (...names: (string | false | null | undefined)[]): string =>
  names.filter((name) => name !== false && name !== null && name !== undefined && name !== '').join(' ');
