/** Where somebody is registered, as letters are addressed. */
export interface RegisteredAddress {
  /** Street and number, or what takes their place. */
  readonly street: string;
  /** Null where there are none. */
  readonly postalCode: string | null;
  readonly city: string;
  /** State, province; null where letters need none. */
  readonly region: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Of a business that has one. */
  readonly vatId: string | null;
}

/** On one line, with single spaces. */
export const onOneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();
