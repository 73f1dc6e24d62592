/** What a killed process has said, one JSON value a line. The last line may be cut off, which acknowledges nothing. */
export const completeLines = <Line>(text: string): Line[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
