/** How reports came in. Cases know the reports they were seen in; the intake room stores those reports. */
export interface ReportChannels {
  /** Whether a report of this case came through one of these channels. */
  cameThrough(caseId: string, channels: readonly string[]): boolean;
}
