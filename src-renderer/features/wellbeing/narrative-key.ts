/** Shows the first narrative of a case, and clears it while it is held where the person prefers that. */
export const NARRATIVE_KEY = ',';
