import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BoundedXml } from '../../../../../src-main/engine/lists/formats/bounded-xml.ts';
import {
  ncmecFeedbackPath,
  ncmecFeedbackXml,
} from '../../../../../src-main/engine/lists/formats/ncmec-feedback.ts';
import { readFeedbackReasons } from '../../../../../src-main/engine/lists/formats/read-feedback-reasons.ts';

const GUID = '01234567-abcd-0123-4567-012345678900';

/** The document without its comments: elements and texts in order. */
function shapeOf(xml: string): string[] {
  const shape: string[] = [];
  const reader = new BoundedXml({
    open: (name, namespace) => shape.push(`<${name} ${namespace}`),
    close: () => shape.push('/'),
    text: (text) => text.trim() !== '' && shape.push(text.trim()),
    comment: () => {},
  });
  reader.write(Buffer.from(xml));
  reader.end();
  return shape;
}

describe('feedback to NCMEC', () => {
  test('that agrees names the fingerprint and gives no reason', () => {
    expect(ncmecFeedbackXml({ verdict: 'affirmative' })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<feedbackSubmission xmlns="https://hashsharing.ncmec.org/hashsharing/v2">\n' +
        '    <affirmative/>\n' +
        '</feedbackSubmission>\n',
    );
  });

  test('that disagrees names its reasons', () => {
    const xml = ncmecFeedbackXml({
      verdict: 'negative',
      reasons: [{ guid: GUID, name: 'Example Reason 1' }],
    });
    expect(xml).toContain(`<guid>${GUID}</guid><!-- Example Reason 1 -->`);
  });

  test('is refused where it disagrees without a reason, or with one that is none', () => {
    expect(() => ncmecFeedbackXml({ verdict: 'negative', reasons: [] })).toThrow();
    expect(() => ncmecFeedbackXml({ verdict: 'negative', reasons: [{ guid: '<x/>', name: 'a' }] })).toThrow();
  });

  test('cannot be broken by the name of a reason', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z<>!&\]["'/-]{1,40}$/), (name) => {
        const shape = shapeOf(
          ncmecFeedbackXml({ verdict: 'negative', reasons: [{ guid: GUID, name: `x${name}` }] }),
        );
        const ns = 'https://hashsharing.ncmec.org/hashsharing/v2';
        expect(shape).toEqual([
          `<feedbackSubmission ${ns}`,
          `<negative ${ns}`,
          `<reasonIds ${ns}`,
          `<guid ${ns}`,
          GUID,
          ...['/', '/', '/', '/'],
        ]);
      }),
    );
  });

  test('goes to the address of the fingerprint', () => {
    expect(ncmecFeedbackPath({ member: '42', record: 'a/b', algorithm: 'photodna' })).toBe(
      '/v2/entries/42/a%2Fb/PDNA/feedback',
    );
  });
});

describe('the reasons NCMEC offers', () => {
  const document = (inner: string) =>
    Buffer.from(
      `<availableFeedbackReasons xmlns="https://hashsharing.ncmec.org/hashsharing/v2">${inner}</availableFeedbackReasons>`,
    );

  test('are read, and what is no reason is refused beside them', () => {
    const reason = (guid: string, name: string) => `<reason guid="${guid}" name="${name}" type="Sha1"/>`;
    const { reasons, refusals } = readFeedbackReasons(document(reason(GUID, 'One') + reason('none', 'Two')));
    expect(reasons).toEqual([{ guid: GUID, name: 'One', type: 'Sha1' }]);
    expect(refusals).toEqual([
      { row: 2, field: 'guid', reason: 'bad-value', detail: { code: 'not-a-guid' } },
    ]);
  });

  test.each([
    ['another document', Buffer.from('<status/>')],
    ['a document type', Buffer.from('<!DOCTYPE a><a/>')],
    ['half a document', document('').subarray(0, 90)],
  ])('are not read from %s', (_, bytes) => {
    expect(() => readFeedbackReasons(bytes)).toThrow();
  });
});
