/** Values of the list that stands beside the decisions: some hundred pages of the database. */
export const LISTED_VALUES = 8000;
const EVERY = 4;

/** How many times the list was imported by the time this decision is acknowledged. */
export const listedBy = (decision: number): number => Math.floor((decision + EVERY - 1) / EVERY);
