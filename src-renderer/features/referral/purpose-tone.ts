/** How what a referral does to an earlier one is marked. */
export const PURPOSE_TONE = { new: 'neutral', amendment: 'accent', retraction: 'warn' } as const;
