/** How many cases each list matched. The matching room counts them. */
export interface ListHits {
  /** Cases each list newly matched since a day, `YYYY-MM-DD`. */
  hitsSince(day: string): Map<string, number>;
}
