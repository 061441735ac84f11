/** Reads a bigint column as a number. @throws RangeError when a number could not hold it exactly. */
export function readInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`Too large for an exact number: ${text}`);
  return value;
}
