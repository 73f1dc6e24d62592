/**
 * Lets an element be emptied by `innerHTML = ''`. React Aria's announcer does so whenever a date field speaks, and
 * Trusted Types refuse every text there, even the empty one: the page would end in an error. Any other text still goes
 * to the browser, which refuses it.
 */
const own = Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML');
if (own?.set !== undefined) {
  const { set } = own;
  Object.defineProperty(Element.prototype, 'innerHTML', {
    ...own,
    set(this: Element, markup: string) {
      if (markup === '') this.replaceChildren();
      else set.call(this, markup);
    },
  });
}
