/** How many cases lists matched. Matching counts them. */
export interface ListHits {
  /** Cases each list newly matched since a day, `YYYY-MM-DD`. */
  hitsSince(day: string): Map<string, number>;
}
