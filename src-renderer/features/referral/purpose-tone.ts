/** The tone that marks a referral as new, as an amendment or as a retraction. */
export const PURPOSE_TONE = { new: 'neutral', amendment: 'accent', retraction: 'warn' } as const;
