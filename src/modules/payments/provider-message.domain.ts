type Json = Readonly<Record<string, unknown>>;

interface About {
  /** The provider's own name for what happened. */
  readonly type: string;
  readonly objectRef: string;
  /** Grows with every change of the object. */
  readonly version: number;
  readonly amount: number;
  readonly currency: string;
}

/** News of something that we have asked for. */
export interface ObjectMessage extends About {
  readonly object: 'charge' | 'refund';
  /** Our own id: of an attempt for a charge, of a refund for a refund. */
  readonly reference: string;
  /** The provider says that it did not, or not after all, do it. */
  readonly isFailure?: boolean;
}

/** News of a card holder's complaint; the provider names our charge in its own words. */
export interface DisputeMessage extends About {
  readonly object: 'dispute';
  readonly chargeRef: string;
}

/** What a message of a provider is about. */
export type ProviderMessage = ObjectMessage | DisputeMessage;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LONGEST = 200;

/** Reads a message of the sandbox provider; `undefined` when it is not about a charge, a refund or a dispute of ours. */
export function readProviderMessage(raw: string): ProviderMessage | undefined {
  const { type, data } = parse(raw);
  const { object, id, reference, version, amount, currency } = (data ?? {}) as Json;
  if (object === 'dispute') return readDisputeMessage(type, data as Json);
  if (object !== 'charge' && object !== 'refund') return undefined;
  if (!isText(type) || !isText(id) || !isText(reference) || !UUID.test(reference) || !isText(currency))
    return undefined;
  if (!Number.isSafeInteger(version) || !Number.isSafeInteger(amount)) return undefined;
  return { type, object, objectRef: id, reference, version: Number(version), amount: Number(amount), currency };
}

function readDisputeMessage(
  type: unknown,
  { id, chargeId, version, amount, currency }: Json,
): DisputeMessage | undefined {
  if (!isText(type) || !isText(id) || !isText(chargeId) || !isText(currency)) return undefined;
  if (!Number.isSafeInteger(version) || !Number.isSafeInteger(amount)) return undefined;
  const about = { type, objectRef: id, version: Number(version), amount: Number(amount), currency };
  return { ...about, object: 'dispute', chargeRef: chargeId };
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
