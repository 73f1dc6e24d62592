/** A list of codes as the stand-in publishes it. */
interface PublishedCode {
  id: number;
  name: string;
}

const named = (...names: [number, string][]): PublishedCode[] => names.map(([id, name]) => ({ id, name }));

/**
 * ICCAM's lists by their address below `rest/`, version 3, as SCARt's public source seeds them (AbuseIO/SCART-application,
 * scart/updates/seeder6018.php, 2024-05-07). Written down a second time on purpose: the channel's own table is compared
 * with this one.
 */
export const publishedCodes = (): Record<string, PublishedCode[]> => ({
  classifications: named([1, 'Baseline CSAM'], [2, 'National CSAM'], [4, 'Ignore']),
  'age-categories': named([1, 'Not categorised'], [2, 'Infant'], [3, 'Pre-pubescent'], [4, 'Pubescent']),
  'gender-categories': named([1, 'Not Determined'], [2, 'Female'], [3, 'Male'], [4, 'Both']),
  'site-types': named(
    [2, 'Website'],
    [3, 'File host'],
    [4, 'Image store'],
    [5, 'Image board'],
    [6, 'Forum'],
    [7, 'Banner site'],
    [8, 'Link site'],
    [9, 'Social Networking'],
    [10, 'Redirector'],
    [11, 'Web archive'],
    [18, 'Search provider'],
    [20, 'Image host'],
    [22, 'Blog'],
    [24, 'Not Applicable'],
  ),
  commercialities: named([1, 'Not Determined'], [2, 'Commercial'], [3, 'Non-Commercial']),
  'payment-methods': named(
    [1, 'Not Determined'],
    [2, 'AMEX'],
    [3, 'Diners'],
    [4, 'Mastercard'],
    [5, 'Paypal'],
    [6, 'Visa'],
    [7, 'Western Union'],
    [8, 'Other'],
    [9, 'None'],
    [10, 'SMS'],
    [11, 'EMAIL'],
    [12, 'Liberty Reserve'],
    [13, 'Bitcoin'],
  ),
  'action-types': named(
    [1, 'ReportedToLEA'],
    [2, 'ReportedToISP'],
    [3, 'Removed'],
    [4, 'Unavailable'],
    [6, 'NotIllegal'],
  ),
});
