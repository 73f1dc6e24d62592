import { z } from 'zod';
import { told } from './refusal.ts';

/** ISO 3166-1 alpha-2 codes, and XK for Kosovo, which ICCAM and other systems of the field use. */
const ASSIGNED: ReadonlySet<string> = new Set(
  `
  AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ
  BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR
  CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
  GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU
  ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ
  LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
  MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
  PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
  SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR
  TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
`
    .trim()
    .split(/\s+/),
);

/** Codes in common use for two countries whose ISO code differs. */
const ALIASES: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

/**
 * A country as ISO 3166-1 alpha-2, upper case. An unassigned code is refused: it would route a case as if it were a
 * country without a hotline. The text is checked before it is upper-cased, because `ß` and `ﬁ` would turn into two
 * letters that are a country.
 */
export const CountryCode = z
  .string()
  .trim()
  .refine((text) => /^[A-Za-z]{2}$/.test(text), { ...told({ code: 'not-a-country-code' }), abort: true })
  .overwrite((text) => ALIASES[text.toUpperCase()] ?? text.toUpperCase())
  // Repeats the form for the JSON Schema that is generated from this.
  .regex(/^[A-Z]{2}$/)
  .refine((code) => ASSIGNED.has(code), told({ code: 'not-a-country' }));
export type CountryCode = z.infer<typeof CountryCode>;
