export type Json = Readonly<Record<string, unknown>>;

/** The object that a text holds; `undefined` when it holds anything else. */
export function parseObject(text: string): Json | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export const objectOf = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Our own id of the object, which we wrote into its metadata. */
export function referenceOf({ metadata }: Json): string | undefined {
  const reference = objectOf(metadata)?.souk_reference;
  return isText(reference) && UUID.test(reference) ? reference : undefined;
}
