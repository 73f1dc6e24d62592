import { z } from 'zod';
import { CountryCode } from '../../../../../shared/domain/country.ts';

/** What ICCAM answers, as far as it is used. Members beyond these are ignored: ICCAM may add some. */

const Id = z.int().positive();
const Text = z
  .string()
  .max(10_000)
  .nullish()
  .transform((text) => text ?? null);
const Code = z.int().nullish();
/** A country, or null where none is said or it is not one. */
const Country = z
  .string()
  .nullish()
  .transform((text) => CountryCode.safeParse(text).data ?? null);

export const Tokens = z.object({
  bearerToken: z.string().min(1),
  refreshToken: z.string().nullish(),
  /** In seconds. */
  bearerTokenExpiresIn: z.coerce.number().positive().default(1800),
});

/** The number of a posted report; SCARt accepts digits in quotes as well. */
export const PostedReport = z.union([
  Id,
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number),
]);

export const IccamReport = z.object({
  reportId: Id,
  reportContents: z.array(z.object({ contentId: Id, urlString: z.string() })).default([]),
  reportingHotlineId: z.int().nullish(),
  hotlineReceivedDate: Text,
  referrerUrl: Text,
  memo: Text,
  sourceUrlSiteType: z.int().nullish(),
  sourceUrlCommerciality: z.int().nullish(),
  sourceUrlPaymentMethods: z.array(z.int()).nullish(),
});
export type IccamReport = z.infer<typeof IccamReport>;

export const IccamContent = z.object({
  contentId: Id,
  reportId: Id,
  url: z.object({ urlString: z.string(), hostingCountryCode: Country }),
  assignedCountryCode: Country,
  countryAssignmentDate: Text,
  memo: Text,
  /** The last one counts. */
  assessments: z
    .array(
      z.object({
        classification: Code,
        ageCategorization: Code,
        genderCategorization: Code,
        virtualContentCategorization: Code,
        userGeneratedContentCategorization: Code,
        childModelingCategorization: Code,
      }),
    )
    .nullish()
    .transform(orNone),
  actions: z
    .array(z.object({ actionType: z.int(), actionDate: z.string().nullish() }))
    .nullish()
    .transform(orNone),
});
export type IccamContent = z.infer<typeof IccamContent>;

/** An element of a list of contents, of which the rest is read one by one. */
export const ListedContents = z
  .array(z.object({ contentId: Id, reportId: Id, url: z.object({ urlString: z.string() }).nullish() }))
  .max(1000);

/** The body of a refusal: messages by code. */
export const IccamErrors = z.object({
  errors: z.record(z.string(), z.union([z.array(z.string()), z.string()])),
});

function orNone<Element>(list: Element[] | null | undefined): Element[] {
  return list ?? [];
}

/** The reference of a content, by which everything about it is found again: `<report>/<content>`. */
export const partnerIdOf = ({ report, content }: ContentPlace): string => `${report}/${content}`;

export interface ContentPlace {
  report: number;
  content: number;
}

/** Null where the text is no such reference. */
export function readPartnerId(text: string): ContentPlace | null {
  const parts = /^([1-9]\d{0,14})\/([1-9]\d{0,14})$/.exec(text);
  return parts === null ? null : { report: Number(parts[1]), content: Number(parts[2]) };
}
