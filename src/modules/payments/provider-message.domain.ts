type Json = Readonly<Record<string, unknown>>;

/** What a message of the sandbox provider is about. */
export interface ProviderMessage {
  readonly type: string;
  readonly object: 'charge' | 'refund';
  readonly objectRef: string;
  /** Our own id: of an attempt for a charge, of a refund for a refund. */
  readonly reference: string;
  readonly version: number;
  readonly amount: number;
  readonly currency: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LONGEST = 200;

/** `undefined` when it is not about a charge or refund of ours. */
export function readProviderMessage(raw: string): ProviderMessage | undefined {
  const { type, data } = parse(raw);
  const { object, id, reference, version, amount, currency } = (data ?? {}) as Json;
  if (object !== 'charge' && object !== 'refund') return undefined;
  if (!isText(type) || !isText(id) || !isText(reference) || !UUID.test(reference) || !isText(currency))
    return undefined;
  if (!Number.isSafeInteger(version) || !Number.isSafeInteger(amount)) return undefined;
  return { type, object, objectRef: id, reference, version: Number(version), amount: Number(amount), currency };
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= LONGEST;

function parse(raw: string): Json {
  try {
    const json: unknown = JSON.parse(raw);
    return typeof json === 'object' && json !== null ? (json as Json) : {};
  } catch {
    return {};
  }
}
