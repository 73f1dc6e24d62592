/** How reports came in. Cases know which reports they were seen in; intake keeps those. */
export interface ReportChannels {
  /** Whether a report of this case came through one of these channels. */
  cameThrough(caseId: string, channels: readonly string[]): boolean;
}
