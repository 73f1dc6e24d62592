import { z } from 'zod';

/** What the stand-in accepts. Codes must be JSON numbers, as ICCAM demands; a number in quotes is refused. */

const Name = z.string().min(1).max(200);
const Moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const Country = z.string().regex(/^[A-Z]{2}$/);

export const Login = z.object({ username: z.string(), password: z.string() });
export const Refresh = z.object({ bearerToken: z.string(), refreshToken: z.string() });

export const PostedAssessment = z.object({
  assessingAnalystName: Name,
  classification: z.int(),
  ageCategorization: z.int(),
  genderCategorization: z.int(),
  virtualContentCategorization: z.int().min(0).max(1).optional(),
  userGeneratedContentCategorization: z.int().min(0).max(1).optional(),
  childModelingCategorization: z.int().min(0).max(1).optional(),
});
export type PostedAssessment = z.infer<typeof PostedAssessment>;

export const PostedAction = z.object({
  actionType: z.int(),
  actioningAnalystName: Name,
  actionDate: Moment,
  reasonId: z.int().optional(),
  reasonText: z.string().min(1).optional(),
});
export type PostedAction = z.infer<typeof PostedAction>;

export const PostedReport = z.object({
  reportingAnalystName: Name,
  hotlineReceivedDate: Moment,
  hotlineReference: Name,
  memo: z.string().nullish(),
  urls: z
    .array(
      z.object({
        urlString: z.string().min(1),
        hotlineReference: Name,
        hostingCountryCode: Country,
        isSourceUrl: z.boolean(),
        memo: z.string().nullish(),
        contentType: z.int().min(1).max(2),
        assessment: PostedAssessment,
        actions: z.array(PostedAction).max(0),
      }),
    )
    .min(1),
  sourceUrlReferrer: z.string().nullish(),
  sourceUrlSiteType: z.int().nullable(),
  sourceUrlCommerciality: z.int(),
  sourceUrlPaymentMethods: z.array(z.int()).min(1),
});
export type PostedReport = z.infer<typeof PostedReport>;

export const CountryCode = Country;
export const PaymentMethods = z.array(z.int()).min(1);
